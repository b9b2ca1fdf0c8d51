package dev.todoapp.localcloud.cognito;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The user pool as the identity stack describes it. What a template asks for and the stand-in can't play is an error
 * at start, not a surprise later.
 *
 * @param id such as {@code us-east-1_local1234}
 * @param caseSensitive whether {@code Ann@x.org} and {@code ann@x.org} are two users
 * @param signUpAllowed whether people may sign up themselves
 */
record UserPoolSettings(
        String id,
        PasswordPolicy passwordPolicy,
        boolean caseSensitive,
        boolean signUpAllowed,
        String mailSubject,
        String mailText,
        Map<String, AppClient> clients) {

    private static final Pattern ID = Pattern.compile("[\\w-]{1,55}_[0-9a-zA-Z]{1,55}");
    private static final Set<String> SCOPES =
            Set.of("openid", "email", "phone", "profile", "aws.cognito.signin.user.admin");

    static UserPoolSettings read(Stack identity) {
        Resource resource = identity.resource("UserPool");
        // Cognito has no pages and no token endpoint without one.
        identity.resource("UserPoolDomain");
        if (!ID.matcher(resource.physicalId()).matches()) {
            throw new IllegalArgumentException("identity stack: UserPool has the id %s, which is not one of a user pool"
                    .formatted(resource.physicalId()));
        }
        Properties pool = Properties.of(resource);
        if (!pool.texts("UsernameAttributes").equals(List.of("email"))) {
            throw pool.wrong("UsernameAttributes", "must be [email]: the stand-in plays no other way to sign in");
        }
        if (!pool.texts("AutoVerifiedAttributes").contains("email")) {
            throw pool.wrong("AutoVerifiedAttributes", "must have email, or nobody gets a code");
        }
        if (pool.text("MfaConfiguration").orElse("OFF").equals("ON")) {
            throw pool.wrong("MfaConfiguration", "ON is not played by the stand-in");
        }
        Properties mail = pool.child("VerificationMessageTemplate");
        return new UserPoolSettings(
                resource.physicalId(),
                PasswordPolicy.read(pool.child("Policies").child("PasswordPolicy")),
                pool.child("UsernameConfiguration").flag("CaseSensitive", true),
                !pool.child("AdminCreateUserConfig").flag("AllowAdminCreateUserOnly", false),
                mail.text("EmailSubject")
                        .or(() -> pool.text("EmailVerificationSubject"))
                        .orElse("Your verification code"),
                mailText(pool, mail),
                clients(identity));
    }

    Optional<AppClient> client(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    /** What two spellings of one user's name have in common. */
    String folded(String username) {
        return caseSensitive ? username : username.toLowerCase(Locale.ROOT);
    }

    /** The places outside that a form of the pages may end at. */
    Set<String> callbackSources() {
        Set<String> sources = new TreeSet<>();
        clients.values().forEach(client -> sources.addAll(client.callbackSources()));
        return sources;
    }

    private static String mailText(Properties pool, Properties mail) {
        String text = mail.text("EmailMessage")
                .or(() -> pool.text("EmailVerificationMessage"))
                .orElse("Your confirmation code is {####}");
        if (!text.contains("{####}")) {
            throw pool.wrong("VerificationMessageTemplate", "must have {####} in EmailMessage, where the code goes");
        }
        return text;
    }

    private static Map<String, AppClient> clients(Stack identity) {
        Map<String, AppClient> clients = new LinkedHashMap<>();
        for (Resource resource : identity.ofType("AWS::Cognito::UserPoolClient")) {
            AppClient client = AppClient.read(resource);
            if (!SCOPES.containsAll(client.scopes())) {
                throw Properties.of(resource).wrong("AllowedOAuthScopes", "must be among " + new TreeSet<>(SCOPES));
            }
            clients.put(client.id(), client);
        }
        if (clients.isEmpty()) {
            throw new IllegalArgumentException("identity stack: there is no AWS::Cognito::UserPoolClient");
        }
        return clients;
    }
}
