/** CloudFront, API Gateway and the load balancer on a laptop, as the templates describe them. */
@NullMarked
package dev.todoapp.localcloud.frontdoor;

import org.jspecify.annotations.NullMarked;
