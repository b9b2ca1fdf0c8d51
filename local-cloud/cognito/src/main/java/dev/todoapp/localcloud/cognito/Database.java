package dev.todoapp.localcloud.cognito;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The file that users, sign-ins, codes and mails are kept in. What was committed survives the end of the process. */
final class Database implements AutoCloseable {

    private final JdbcConnectionPool connections;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    private Database(JdbcConnectionPool connections) {
        this.connections = connections;
        this.jdbc = JdbcClient.create(connections);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(connections));
    }

    static Database open(Path folder, Clock clock) {
        // WRITE_DELAY=0: a commit is in the file when it returns, not half a second later.
        var url = "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0"
                .formatted(folder.resolve("pool").toAbsolutePath());
        JdbcConnectionPool connections = JdbcConnectionPool.create(url, "sa", "");
        connections.setMaxConnections(16);
        try {
            new ResourceDatabasePopulator(new ClassPathResource("schema.sql", Database.class)).execute(connections);
            var database = new Database(connections);
            database.forgetWhatIsOver(clock.instant());
            return database;
        } catch (RuntimeException e) {
            connections.dispose();
            throw e.getCause() instanceof CannotGetJdbcConnectionException connection
                    ? explained(folder, connection)
                    : e;
        }
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    TransactionTemplate transactions() {
        return transactions;
    }

    @Override
    public void close() {
        connections.dispose();
    }

    private void forgetWhatIsOver(Instant now) {
        // An access token may outlive the last refresh token by a day.
        jdbc.sql("delete from sign_in where expires_at < ?")
                .param(now.minus(Duration.ofDays(1)))
                .update();
        jdbc.sql("delete from authorization_code where expires_at < ?")
                .param(now)
                .update();
        jdbc.sql("delete from code_request where requested_at < ?")
                .param(now.minus(Duration.ofHours(1)))
                .update();
        jdbc.sql("delete from failed_sign_in where last_at < ?")
                .param(now.minus(Duration.ofHours(1)))
                .update();
    }

    private static Unavailable explained(Path folder, CannotGetJdbcConnectionException e) {
        boolean inUse =
                e.getCause() instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1;
        return new Unavailable(
                inUse
                        ? "the users under %s are in use by another process".formatted(folder)
                        : "the users under %s can't be read: %s".formatted(folder, e.getMessage()),
                e);
    }

    /** The file can't be opened. */
    static final class Unavailable extends IllegalStateException {

        private static final long serialVersionUID = 1;

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
