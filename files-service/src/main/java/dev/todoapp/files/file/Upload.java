package dev.todoapp.files.file;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * Leave to upload one file, by an HTTP PUT.
 *
 * @param url signed: whoever has it may use it
 * @param headers to send along, all of them and no others; those that an HTTP client sets by itself are left out
 * @param expiresAt when it is too late to begin
 */
public record Upload(URI url, Map<String, String> headers, Instant expiresAt) {

    public Upload {
        headers = Map.copyOf(headers);
    }
}
