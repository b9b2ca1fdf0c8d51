/** What happens elsewhere and concerns files: a queue tells of deleted to-dos, and their files go too. */
@NullMarked
package dev.todoapp.files.sqs;

import org.jspecify.annotations.NullMarked;
