package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class CompressionTest {

    private static final String TEXT = "to do or not to do ".repeat(5_000);

    @Test
    void compressesAFileAndWeakensItsTag() throws IOException {
        Reply reply = compressed(reply("text/javascript", TEXT).header("ETag", "\"abc\""), "gzip, deflate, br");

        assertThat(reply.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
        assertThat(reply.headers().getFirst("Vary")).isEqualTo("Accept-Encoding");
        assertThat(reply.headers().getETag()).isEqualTo("W/\"abc\"");
        assertThat(reply.headers().getContentLength()).isEqualTo(-1);
        byte[] bytes = reply.body().open().readAllBytes();
        assertThat(bytes).hasSizeLessThan(TEXT.length() / 10);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true",
        "GZIP, true",
        "'br, gzip;q=0.5', true",
        "gzip;q=0, false",
        "br, false",
        "identity, false",
        "gzipped, false",
    })
    void compressesForThoseWhoTakeIt(String acceptEncoding, boolean compressed) {
        assertThat(compressed(reply("text/css", TEXT), acceptEncoding).headers().containsHeader("Content-Encoding"))
                .isEqualTo(compressed);
    }

    @Test
    void leavesAloneWhatCloudFrontLeavesAlone() {
        assertThat(isCompressed(reply("image/png", TEXT))).isFalse();
        assertThat(isCompressed(reply("text/css", "short"))).isFalse();
        assertThat(isCompressed(reply("text/css", "x".repeat(10_000_001)))).isFalse();
        assertThat(isCompressed(reply("text/css", TEXT).header("Content-Encoding", "br")))
                .isFalse();
        Reply partial = Reply.of(206).text("text/css", TEXT);
        assertThat(isCompressed(partial)).isFalse();
    }

    private static boolean isCompressed(Reply reply) {
        return "gzip".equals(compressed(reply, "gzip").headers().getFirst("Content-Encoding"));
    }

    private static Reply reply(String type, String text) {
        return Reply.of(200).text(type, text);
    }

    private static Reply compressed(Reply reply, String acceptEncoding) {
        HttpHeaders request = new HttpHeaders();
        request.set("Accept-Encoding", acceptEncoding);
        Compression.apply(reply, request);
        return reply;
    }
}
