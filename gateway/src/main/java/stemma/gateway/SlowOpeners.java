package stemma.gateway;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/** Closes connections that have sent no whole request head in time, however busily they trickle. */
final class SlowOpeners implements Connection.Listener {
    private final Scheduler scheduler;
    private final long timeoutMillis;

    SlowOpeners(Scheduler scheduler, long timeoutMillis) {
        this.scheduler = scheduler;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void onOpened(Connection connection) {
        scheduler.schedule(
                () -> {
                    if (connection.getMessagesIn() == 0) {
                        connection.getEndPoint().close();
                    }
                },
                timeoutMillis,
                TimeUnit.MILLISECONDS);
    }
}
