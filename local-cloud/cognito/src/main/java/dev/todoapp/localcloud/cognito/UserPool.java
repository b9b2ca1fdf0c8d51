package dev.todoapp.localcloud.cognito;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.SingletonSupplier;

/** What people do with their account. Refuses with the user-pool API's own words. */
final class UserPool {

    private static final Logger LOG = System.getLogger(UserPool.class.getName());

    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+\\.[^@\\s\\p{Cntrl}]+");
    private static final int LONGEST_EMAIL = 128;

    private final Stripes locks = new Stripes();
    private final UserPoolSettings settings;
    private final Users users;
    private final ConfirmationCodes codes;
    private final Lockout lockout;
    private final Outbox outbox;
    private final PasswordEncoder passwords;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Consumer<Mail> mails;
    private final Supplier<String> decoy;

    UserPool(
            UserPoolSettings settings,
            Database database,
            Users users,
            Outbox outbox,
            PasswordEncoder passwords,
            Clock clock,
            Consumer<Mail> mails) {
        this.settings = settings;
        this.users = users;
        this.codes = new ConfirmationCodes(database, clock);
        this.lockout = new Lockout(database, clock);
        this.outbox = outbox;
        this.passwords = passwords;
        this.transactions = database.transactions();
        this.clock = clock;
        this.mails = mails;
        this.decoy = SingletonSupplier.of(
                () -> String.valueOf(passwords.encode(UUID.randomUUID().toString())));
    }

    User signUp(String email, String password) {
        if (!settings.signUpAllowed()) {
            throw CognitoException.notAuthorized("SignUp is not permitted for this user pool");
        }
        if (!EMAIL.matcher(email).matches()) {
            throw CognitoException.invalidParameter("Username should be an email.");
        }
        String hash = hashed(password);
        return alone(email, username -> {
            if (users.named(username).isPresent()) {
                throw new CognitoException(
                        "UsernameExistsException", "An account with the given email already exists.");
            }
            User user = new User(UUID.randomUUID().toString(), username, email, hash, false, clock.instant());
            mail(
                    () -> {
                        users.add(user);
                        return user;
                    },
                    ConfirmationCodes.Purpose.SIGN_UP);
            return user;
        });
    }

    void confirmSignUp(AppClient client, String email, String code) {
        alone(email, username -> {
            User user = users.named(username).orElseThrow(() -> client.hidesUsers() ? expired() : nobody());
            if (user.confirmed()) {
                throw CognitoException.notAuthorized("User cannot be confirmed. Current status is CONFIRMED");
            }
            require(user, ConfirmationCodes.Purpose.SIGN_UP, code);
            transactions.executeWithoutResult(status -> {
                users.confirm(user);
                codes.spend(user, ConfirmationCodes.Purpose.SIGN_UP);
            });
            return user;
        });
    }

    /** {@return where the code went, or would have gone if there were such a user} */
    String resendConfirmation(AppClient client, String email) {
        return alone(email, username -> {
            codes.countRequest(username);
            Optional<User> user = users.named(username);
            if (user.isEmpty() && !client.hidesUsers()) {
                throw nobody();
            }
            if (user.filter(User::confirmed).isPresent()) {
                throw CognitoException.invalidParameter("User is already confirmed.");
            }
            user.ifPresent(one -> mail(() -> one, ConfirmationCodes.Purpose.SIGN_UP));
            return masked(email);
        });
    }

    /** @throws CognitoException also while the name is locked, and for the right password of an unconfirmed account */
    User authenticate(AppClient client, String email, String password) {
        return alone(email, username -> {
            Optional<User> user = users.named(username);
            if (user.isEmpty() && !client.hidesUsers()) {
                throw CognitoException.userNotFound("User does not exist.");
            }
            requirePassword(username, user, password);
            if (!user.orElseThrow().confirmed()) {
                throw new CognitoException("UserNotConfirmedException", "User is not confirmed.");
            }
            return user.get();
        });
    }

    /** {@return where the code went, or would have gone if there were such a user} */
    String forgotPassword(AppClient client, String email) {
        return alone(email, username -> {
            codes.countRequest(username);
            Optional<User> user = users.named(username);
            Optional<User> reachable = user.filter(User::confirmed);
            if (reachable.isEmpty() && !client.hidesUsers()) {
                throw user.isEmpty()
                        ? nobody()
                        : CognitoException.invalidParameter(
                                "Cannot reset password for the user as there is no registered/verified email or phone_number");
            }
            reachable.ifPresent(one -> mail(() -> one, ConfirmationCodes.Purpose.RESET));
            return masked(email);
        });
    }

    void confirmForgotPassword(AppClient client, String email, String code, String password) {
        String hash = hashed(password);
        alone(email, username -> {
            User user = users.named(username).orElseThrow(() -> client.hidesUsers() ? mismatch() : nobody());
            require(user, ConfirmationCodes.Purpose.RESET, code);
            transactions.executeWithoutResult(status -> {
                users.changePassword(user, hash);
                codes.spend(user, ConfirmationCodes.Purpose.RESET);
                lockout.forget(username);
            });
            return user;
        });
    }

    void changePassword(User user, String previous, String proposed) {
        String hash = hashed(proposed);
        alone(user.username(), username -> {
            requirePassword(username, users.find(user.sub()), previous);
            users.changePassword(user, hash);
            return user;
        });
    }

    void delete(User user) {
        alone(user.username(), username -> {
            users.remove(user);
            return user;
        });
    }

    Optional<User> named(String email) {
        return users.named(settings.folded(email));
    }

    Optional<User> find(String sub) {
        return users.find(sub);
    }

    /** {@code ann@example.org} as answers show it: {@code a***@e***}. */
    static String masked(String email) {
        int at = email.lastIndexOf('@');
        return at < 1 || at == email.length() - 1
                ? email.substring(0, Math.min(1, email.length())) + "***"
                : "%s***@%s***".formatted(firstOf(email), firstOf(email.substring(at + 1)));
    }

    private void requirePassword(String username, Optional<User> user, String password) {
        if (lockout.isLocked(username)) {
            throw CognitoException.notAuthorized("Password attempts exceeded");
        }
        // A name that nobody has takes as long as one that somebody has.
        boolean right = passwords.matches(password, user.map(User::password).orElseGet(decoy));
        if (user.isEmpty() || !right) {
            lockout.countFailure(username);
            throw CognitoException.notAuthorized("Incorrect username or password.");
        }
        lockout.forget(username);
    }

    private void require(User user, ConfirmationCodes.Purpose purpose, String code) {
        switch (codes.attempt(user, purpose, code)) {
            case RIGHT -> {}
            case WRONG -> throw mismatch();
            case EXPIRED -> throw expired();
            case TOO_MANY_ATTEMPTS -> throw CognitoException.tooOften();
        }
    }

    private String hashed(String password) {
        if (!PasswordPolicy.isTaken(password)) {
            throw CognitoException.invalidParameter(
                    "1 validation error detected: Value at 'password' failed to satisfy constraint:"
                            + " Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$");
        }
        List<PasswordPolicy.Rule> unmet = settings.passwordPolicy().unmet(password);
        if (!unmet.isEmpty()) {
            throw new PasswordRefused(unmet);
        }
        return String.valueOf(passwords.encode(password));
    }

    private void mail(Supplier<User> change, ConfirmationCodes.Purpose purpose) {
        Mail sent = transactions.execute(status -> {
            User user = change.get();
            String code = codes.issue(user, purpose);
            Mail mail = new Mail(
                    user.email(),
                    settings.mailSubject(),
                    settings.mailText().replace("{####}", code),
                    code,
                    clock.instant());
            outbox.add(mail);
            return mail;
        });
        try {
            mails.accept(sent);
        } catch (RuntimeException e) {
            // It lies in the outbox; who only listens can't undo what was done.
            LOG.log(Level.WARNING, "a mail could not be announced", e);
        }
    }

    private <T> T alone(String email, Function<String, T> work) {
        String username = settings.folded(email);
        if (username.length() > LONGEST_EMAIL) {
            throw CognitoException.invalidParameter("Username should be an email.");
        }
        return locks.holding(username.toLowerCase(Locale.ROOT), () -> work.apply(username));
    }

    private static String firstOf(String text) {
        return Character.toString(text.codePointAt(0));
    }

    private static CognitoException nobody() {
        return CognitoException.userNotFound("Username/client id combination not found.");
    }

    private static CognitoException expired() {
        return new CognitoException("ExpiredCodeException", "Invalid code provided, please request a code again.");
    }

    private static CognitoException mismatch() {
        return new CognitoException("CodeMismatchException", "Invalid verification code provided, please try again.");
    }
}
