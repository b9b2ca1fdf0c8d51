package dev.todoapp.platform;

import java.net.URI;

/**
 * The origin under which viewers reach us. Every absolute URL that we give is built on it, never on a request's headers:
 * CloudFront and API Gateway don't forward the viewer's host, and a header can be forged.
 *
 * @param origin without a slash at its end
 */
public record PublicUrl(URI origin) {

    /** @param pathAndQuery encoded, beginning with a slash */
    public URI resolve(String pathAndQuery) {
        return URI.create(origin + pathAndQuery);
    }
}
