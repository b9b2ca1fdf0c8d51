package dev.todoapp.localcloud.frontdoor;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * The website's bucket, as CloudFront sees it: the files of a folder, with the types, tags and errors that S3 would give
 * them.
 */
final class Website {

    /** The one object that isn't built but made when the website is deployed. */
    private static final String CONFIG = "config.json";

    private final Path folder;
    private final boolean listable;
    private final Optional<String> config;
    private final Map<Path, Tagged> tags = new ConcurrentHashMap<>();

    /**
     * @param listable what is missing is a 404 where CloudFront may list the bucket, else a 403
     * @param config what {@code /config.json} says where the folder has none
     */
    Website(Path folder, boolean listable, Optional<String> config) {
        this.folder = folder.toAbsolutePath().normalize();
        this.listable = listable;
        this.config = config;
    }

    /** The entity tag of a file as it was at a time. */
    private record Tagged(Instant modified, long size, String tag) {}

    /** What is stored under a key. */
    private record Stored(String contentType, long size, String tag, Instant modified, Content content) {}

    /** Opens an object's bytes, from an offset on. */
    private interface Content {

        InputStream from(long offset) throws IOException;
    }

    /** @param uri the object's path, still percent-encoded */
    Reply serve(HttpMethod method, String uri, HttpHeaders headers) throws IOException {
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            return error(403, "AccessDenied", "Access Denied");
        }
        Optional<Stored> stored = find(uri);
        if (stored.isEmpty()) {
            return listable
                    ? error(404, "NoSuchKey", "The specified key does not exist.")
                    : error(403, "AccessDenied", "Access Denied");
        }
        return serve(stored.get(), headers);
    }

    private Reply serve(Stored stored, HttpHeaders headers) {
        Optional<Integer> unmet = Conditions.of(headers, stored.tag, stored.modified);
        if (unmet.isPresent()) {
            return unmet.get() == 304
                    ? described(304, stored)
                    : error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
        Optional<ByteRange> range = Conditions.allowsRange(headers, stored.tag, stored.modified)
                ? ByteRange.of(headers.getFirst(HttpHeaders.RANGE), stored.size)
                : Optional.empty();
        if (range.isEmpty()) {
            Reply whole = described(200, stored);
            whole.headers().setContentLength(stored.size);
            return whole.header(HttpHeaders.CONTENT_TYPE, stored.contentType).body(() -> stored.content.from(0));
        }
        ByteRange bytes = range.get();
        if (bytes.isEmpty()) {
            return error(416, "InvalidRange", "The requested range is not satisfiable")
                    .header(HttpHeaders.CONTENT_RANGE, "bytes */" + stored.size);
        }
        Reply part = described(206, stored);
        part.headers().setContentLength(bytes.length());
        return part.header(HttpHeaders.CONTENT_TYPE, stored.contentType)
                .header(HttpHeaders.CONTENT_RANGE, bytes.contentRange(stored.size))
                .body(() -> new HeadOf(stored.content.from(bytes.first()), bytes.length()));
    }

    private static Reply described(int status, Stored stored) {
        Reply reply = Reply.of(status)
                .header(HttpHeaders.SERVER, "AmazonS3")
                .header(HttpHeaders.ETAG, stored.tag)
                .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                // On a laptop the next build must show at once.
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
        reply.headers().setLastModified(stored.modified);
        return reply;
    }

    private Optional<Stored> find(String uri) throws IOException {
        Optional<String> key = key(uri);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Optional<Stored> file = file(key.get());
        return file.isEmpty() && key.get().equals(CONFIG) ? config.map(Website::made) : file;
    }

    private static Optional<String> key(String uri) {
        try {
            return Optional.of(URLDecoder.decode(uri.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8))
                    .filter(key -> !key.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * A key names a file only if the file's real path is the key itself, letter by letter. That leaves no room for dots,
     * links, doubled slashes or another case.
     */
    private Optional<Stored> file(String key) throws IOException {
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(key);
            if (!file.toString().equals(root + file.getFileSystem().getSeparator() + key)
                    || !file.toRealPath().toString().equals(file.toString())
                    || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant modified = attributes.lastModifiedTime().toInstant();
            return Optional.of(new Stored(
                    ContentTypes.of(key),
                    attributes.size(),
                    tag(file, modified, attributes.size()),
                    modified.truncatedTo(ChronoUnit.SECONDS),
                    offset -> open(file, offset)));
        } catch (FileSystemException | InvalidPathException e) {
            // Nothing there, a name that is too long, a file in the place of a folder: no such key.
            return Optional.empty();
        }
    }

    private static InputStream open(Path file, long offset) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private String tag(Path file, Instant modified, long size) throws IOException {
        Tagged known = tags.get(file);
        if (known == null || !known.modified.equals(modified) || known.size != size) {
            known = new Tagged(modified, size, tag(Files.newInputStream(file)));
            tags.put(file, known);
        }
        return known.tag;
    }

    private static Stored made(String config) {
        byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
        try {
            return new Stored(
                    ContentTypes.of(CONFIG),
                    bytes.length,
                    tag(new ByteArrayInputStream(bytes)),
                    Instant.EPOCH,
                    offset -> new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** S3's tag of an object that was put in one piece. */
    private static String tag(InputStream content) throws IOException {
        try (content) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[16 * 1024];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return "\"" + HexFormat.of().formatHex(digest.digest()) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply error(int status, String code, String message) {
        String body = """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId><HostId>%s</HostId></Error>""".formatted(code, message, RequestIds.hex(16).toUpperCase(Locale.ROOT), RequestIds.base64(56));
        return Reply.of(status).header(HttpHeaders.SERVER, "AmazonS3").text("application/xml", body);
    }

    /** The first bytes of a stream. */
    private static final class HeadOf extends FilterInputStream {

        private long left;

        HeadOf(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? super.read() : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }
    }

    /** What a request asks for by its {@code Range} header, both ends included. */
    private record ByteRange(long first, long last) {

        private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

        /** S3 gives one range; what it can't read and what asks for more it answers with everything. */
        static Optional<ByteRange> of(@Nullable String header, long size) {
            var range = RANGE.matcher(Objects.requireNonNullElse(header, ""));
            if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
                return Optional.empty();
            }
            if (range.group(1).isEmpty()) {
                long suffix = Long.parseLong(range.group(2));
                return Optional.of(new ByteRange(Math.max(0, size - suffix), suffix == 0 ? -1 : size - 1));
            }
            long first = Long.parseLong(range.group(1));
            long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
            if (last < first && !range.group(2).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new ByteRange(first, Math.min(last, size - 1)));
        }

        boolean isEmpty() {
            return last < first;
        }

        long length() {
            return last - first + 1;
        }

        String contentRange(long size) {
            return "bytes %d-%d/%d".formatted(first, last, size);
        }
    }
}
