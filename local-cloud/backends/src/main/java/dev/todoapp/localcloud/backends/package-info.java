/** DynamoDB Local as a process, the S3 stand-in, and their provisioning from the templates. */
@NullMarked
package dev.todoapp.localcloud.backends;

import org.jspecify.annotations.NullMarked;
