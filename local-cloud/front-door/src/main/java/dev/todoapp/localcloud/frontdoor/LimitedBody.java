package dev.todoapp.localcloud.frontdoor;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** A viewer's body that may not grow past API Gateway's limit. It is counted on its way, never held. */
final class LimitedBody extends ServletInputStream {

    private final ServletInputStream body;
    private long left;

    /** The viewer sent more than is allowed. */
    static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the body is too large", null, false, false);
        }
    }

    LimitedBody(ServletInputStream body, long limit) {
        this.body = body;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        return counted(body.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = body.read(buffer, offset, length);
        return counted(read, read);
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }

    private int counted(int read, int bytes) {
        if (read >= 0) {
            left -= bytes;
        }
        if (left < 0) {
            throw new TooLarge();
        }
        return read;
    }
}
