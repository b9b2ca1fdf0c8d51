package dev.todoapp.localcloud.frontdoor;

import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The ids that every box puts on an answer. They name a request for people, so they need not be secret. */
final class RequestIds {

    private RequestIds() {}

    static String hex(int digits) {
        return HexFormat.of().formatHex(random(digits / 2));
    }

    static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(random(bytes));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }
}
