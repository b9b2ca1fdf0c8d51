package dev.todoapp.localcloud.cognito;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everybody with an account. */
final class Users {

    private final JdbcClient jdbc;

    Users(Database database) {
        this.jdbc = database.jdbc();
    }

    Optional<User> named(String username) {
        return jdbc.sql("select * from pool_user where username = ?")
                .param(username)
                .query(Users::user)
                .optional();
    }

    Optional<User> find(String sub) {
        return jdbc.sql("select * from pool_user where sub = ?")
                .param(sub)
                .query(Users::user)
                .optional();
    }

    void add(User user) {
        jdbc.sql(
                        "insert into pool_user (sub, username, email, password, confirmed, created_at) values (?, ?, ?, ?, ?, ?)")
                .params(user.sub(), user.username(), user.email(), user.password(), user.confirmed(), user.createdAt())
                .update();
    }

    void confirm(User user) {
        jdbc.sql("update pool_user set confirmed = true where sub = ?")
                .param(user.sub())
                .update();
    }

    void changePassword(User user, String hash) {
        jdbc.sql("update pool_user set password = ? where sub = ?")
                .params(hash, user.sub())
                .update();
    }

    void remove(User user) {
        jdbc.sql("delete from pool_user where sub = ?").param(user.sub()).update();
    }

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(
                row.getString("sub"),
                row.getString("username"),
                row.getString("email"),
                row.getString("password"),
                row.getBoolean("confirmed"),
                row.getObject("created_at", Instant.class));
    }
}
