package dev.todoapp.localcloud.cognito;

import java.util.function.IntSupplier;

/** Where the stand-in is reached; known once it listens. */
record Address(String poolId, IntSupplier port) {

    String domain() {
        return "http://localhost:" + port.getAsInt();
    }

    String issuer() {
        return domain() + "/" + poolId;
    }
}
