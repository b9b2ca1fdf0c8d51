package dev.todoapp.localcloud.frontdoor;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;

/** Compresses what CloudFront would, with gzip. (It would choose Brotli where a browser takes that; the JDK has none.) */
final class Compression {

    private static final long SMALLEST = 1_000;
    private static final long LARGEST = 10_000_000;

    private Compression() {}

    static void apply(Reply reply, HttpHeaders request) {
        HttpHeaders headers = reply.headers();
        String contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if (reply.status() != 200
                || contentType == null
                || !ContentTypes.isCompressed(contentType)
                || headers.containsHeader(HttpHeaders.CONTENT_ENCODING)
                || headers.getContentLength() < SMALLEST
                || headers.getContentLength() > LARGEST) {
            return;
        }
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (!takesGzip(request)) {
            return;
        }
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.remove(HttpHeaders.ACCEPT_RANGES);
        headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
        String tag = headers.getFirst(HttpHeaders.ETAG);
        if (tag != null && tag.startsWith("\"")) {
            headers.set(HttpHeaders.ETAG, "W/" + tag);
        }
        Reply.Body plain = reply.body();
        reply.body(() -> new Gzipped(plain.open()));
    }

    private static boolean takesGzip(HttpHeaders request) {
        return request.getOrDefault(HttpHeaders.ACCEPT_ENCODING, List.of()).stream()
                .flatMap(value -> List.of(value.toLowerCase(Locale.ROOT).split(",")).stream())
                .map(String::strip)
                .anyMatch(value ->
                        value.equals("gzip") || (value.startsWith("gzip;") && !value.matches(".*q=0(\\.0*)?")));
    }

    /** Compresses while it is read, a buffer at a time. */
    private static final class Gzipped extends FilterInputStream {

        private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        private final GZIPOutputStream gzip = new GZIPOutputStream(compressed);
        private byte[] ready = new byte[0];
        private int at;
        private boolean finished;

        Gzipped(InputStream plain) throws IOException {
            super(plain);
        }

        @Override
        public int read() throws IOException {
            return fill() ? ready[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, ready.length - at);
            System.arraycopy(ready, at, buffer, offset, count);
            at += count;
            return count;
        }

        private boolean fill() throws IOException {
            byte[] buffer = new byte[16 * 1024];
            while (at == ready.length && !finished) {
                int read = in.read(buffer);
                if (read < 0) {
                    gzip.finish();
                    finished = true;
                } else {
                    gzip.write(buffer, 0, read);
                }
                ready = compressed.toByteArray();
                compressed.reset();
                at = 0;
            }
            return at < ready.length;
        }
    }
}
