package dev.todoapp.localcloud.frontdoor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An answer of unknown length that breaks off where API Gateway would have refused it. */
final class LimitedStream extends FilterInputStream {

    private long left;

    LimitedStream(InputStream body, long limit) {
        super(body);
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        return counted(read, read);
    }

    private int counted(int read, int bytes) throws IOException {
        if (read >= 0) {
            left -= bytes;
        }
        if (left < 0) {
            throw new IOException("the answer is larger than API Gateway lets through");
        }
        return read;
    }
}
