/** DynamoDB Local as a process, the S3 and SQS stand-ins, their provisioning from the templates, and the pipe between them. */
@NullMarked
package dev.todoapp.localcloud.backends;

import org.jspecify.annotations.NullMarked;
