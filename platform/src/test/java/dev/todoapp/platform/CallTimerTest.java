package dev.todoapp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;

class CallTimerTest {

    private final CallTimer timer = new CallTimer();

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void doesWhatIsDue() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);

        ScheduledFuture<?> timeout = timer.executor().schedule(done::countDown, 1, TimeUnit.MILLISECONDS);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(timeout.isCancelled()).isFalse();
    }

    @Test
    void forgetsATimeoutWhenItsCallIsAnswered() {
        ScheduledFuture<?> timeout = timer.executor().schedule(() -> {}, 1, TimeUnit.HOURS);
        assertThat(timer.executor().getQueue()).contains((Runnable) timeout);

        timeout.cancel(false);

        assertThat(timer.executor().getQueue()).doesNotContain((Runnable) timeout);
    }

    @Test
    void timesTheCallsOfBothServices() {
        ClientOverrideConfiguration calls = new AwsConfiguration().awsCalls(timer);

        ScheduledFuture<?> timeout =
                calls.scheduledExecutorService().orElseThrow().schedule(() -> {}, 1, TimeUnit.HOURS);

        assertThat(timer.executor().getQueue()).contains((Runnable) timeout);
    }

    @Test
    void endsWithTheService() {
        timer.close();

        assertThat(timer.executor().isShutdown()).isTrue();
    }
}
