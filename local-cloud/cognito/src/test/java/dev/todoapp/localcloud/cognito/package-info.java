/** The stand-in as browsers, apps and the AWS CLI meet it: over HTTP, on a port of its own. */
@NullMarked
package dev.todoapp.localcloud.cognito;

import org.jspecify.annotations.NullMarked;
