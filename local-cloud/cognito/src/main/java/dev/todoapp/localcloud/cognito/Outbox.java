package dev.todoapp.localcloud.cognito;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The mails that would have been sent, kept to be looked at. */
final class Outbox {

    private static final int KEPT = 200;

    private final JdbcClient jdbc;

    Outbox(Database database) {
        this.jdbc = database.jdbc();
    }

    void add(Mail mail) {
        jdbc.sql("insert into mail (recipient, subject, text, code, sent_at) values (?, ?, ?, ?, ?)")
                .params(mail.to(), mail.subject(), mail.text(), mail.code(), mail.sentAt())
                .update();
        jdbc.sql("delete from mail where id <= (select max(id) from mail) - ?")
                .param(KEPT)
                .update();
    }

    List<Mail> newestFirst() {
        return jdbc.sql("select * from mail order by id desc")
                .query((row, number) -> new Mail(
                        row.getString("recipient"),
                        row.getString("subject"),
                        row.getString("text"),
                        row.getString("code"),
                        row.getObject("sent_at", Instant.class)))
                .list();
    }
}
