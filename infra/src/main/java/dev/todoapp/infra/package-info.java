/** A small reader of the CloudFormation templates: parameters, conditions and intrinsic functions resolved. */
@NullMarked
package dev.todoapp.infra;

import org.jspecify.annotations.NullMarked;
