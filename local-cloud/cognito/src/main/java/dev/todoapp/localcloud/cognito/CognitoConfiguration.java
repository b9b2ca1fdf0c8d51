package dev.todoapp.localcloud.cognito;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * All beans of the stand-in, named one by one. Nothing is auto-configured: the launcher runs other contexts on the same
 * class path, and none of them may find its way in here.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@EnableWebSecurity
@Import({
    SignInPage.class,
    SignUpPages.class,
    ResetPasswordPages.class,
    OtherPages.class,
    ApiPages.class,
    PageErrors.class,
    Discovery.class,
    UserPoolApi.class
})
class CognitoConfiguration implements WebMvcConfigurer {

    /** What the stand-in was started with. */
    record Start(
            UserPoolSettings pool,
            Listening listening,
            Path folder,
            Consumer<Mail> mails,
            List<ServiceApi> apis,
            Clock clock) {}

    private static final int LONGEST_FORM = 64 * 1024;

    @Bean
    UserPoolSettings pool(Start start) {
        return start.pool();
    }

    @Bean
    Clock clock(Start start) {
        return start.clock();
    }

    @Bean
    Database database(Start start) {
        return Database.open(start.folder(), start.clock());
    }

    @Bean
    SigningKeys signingKeys(Start start) {
        return SigningKeys.in(start.folder());
    }

    @Bean
    Users users(Database database) {
        return new Users(database);
    }

    @Bean
    Outbox outbox(Database database) {
        return new Outbox(database);
    }

    @Bean
    SignIns signIns(Database database, Clock clock) {
        return new SignIns(database, clock);
    }

    @Bean
    UserPool userPool(Start start, Database database, Users users, Outbox outbox) {
        return new UserPool(
                start.pool(),
                database,
                users,
                outbox,
                // From the JDK alone, and unlike bcrypt it takes passwords of any length.
                Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
                start.clock(),
                start.mails());
    }

    @Bean
    Tokens tokens(SigningKeys keys, Address address, SignIns signIns, Users users, Clock clock) {
        return new Tokens(keys, address, signIns, users, clock);
    }

    @Bean
    BrowserSession browserSession(Clock clock) {
        return new BrowserSession(clock);
    }

    @Bean
    PageWriter pageWriter() {
        return new PageWriter();
    }

    /** What apps and the AWS CLI call: no cookie counts here but the pages' one, for the authorize endpoint. */
    @Bean
    @Order(1)
    SecurityFilterChain endpoints(
            HttpSecurity http,
            UserPoolSettings pool,
            UserPool users,
            SignIns signIns,
            Tokens tokens,
            SigningKeys keys,
            Database database,
            PageWriter pages,
            Address address,
            Clock clock) {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        http.securityMatcher(new OrRequestMatcher(
                        paths.matcher("/oauth2/**"),
                        paths.matcher("/{pool}/.well-known/**"),
                        paths.matcher(HttpMethod.POST, "/"),
                        paths.matcher(HttpMethod.OPTIONS, "/")))
                .csrf(csrf -> csrf.disable())
                .cors(cors -> cors.configurationSource(anybody()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER));
        lean(http, contentSecurityPolicy(pool));
        new OAuthEndpoints(pool, users, signIns, tokens, keys, database, pages, address, clock).addTo(http);
        return http.build();
    }

    /** The one page with a script: it gets a policy of its own, so that those with passwords keep theirs. */
    @Bean
    @Order(2)
    SecurityFilterChain apiPages(HttpSecurity http) {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        http.securityMatcher(new OrRequestMatcher(paths.matcher("/api"), paths.matcher("/api/**")))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        lean(http, ApiPages.CONTENT_SECURITY_POLICY);
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain managedLogin(HttpSecurity http, UserPoolSettings pool, PageWriter pages) {
        CookieCsrfTokenRepository csrfTokens = new CookieCsrfTokenRepository();
        csrfTokens.setCookieName("cognito-csrf");
        csrfTokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        http.csrf(csrf -> csrf.csrfTokenRepository(csrfTokens))
                .exceptionHandling(exceptions ->
                        exceptions.accessDeniedHandler((request, response, exception) -> pages.write(
                                request,
                                response,
                                pages.problem(
                                        HttpStatus.FORBIDDEN,
                                        "This page is out of date",
                                        "Go back, load it again, and send the form once more."))));
        lean(http, contentSecurityPolicy(pool));
        return http.build();
    }

    /** Answers a laptop only: a page elsewhere whose name points here gets nothing. */
    @Bean
    WebSecurityCustomizer firewall(Start start) {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(start.listening().hosts()::contains);
        return web -> web.httpFirewall(firewall)
                .requestRejectedHandler(
                        (request, response, exception) -> response.setStatus(HttpStatus.BAD_REQUEST.value()));
    }

    @Bean
    TomcatServletWebServerFactory webServer(Start start) {
        TomcatServletWebServerFactory factory =
                new TomcatServletWebServerFactory(start.listening().port());
        factory.setAddress(start.listening().address());
        factory.setRegisterDefaultServlet(false);
        factory.getSettings().getSession().setTimeout(Duration.ofHours(1));
        var cookie = factory.getSettings().getSession().getCookie();
        // Cookies know no ports: a name that no neighbour on localhost uses.
        cookie.setName("cognito");
        cookie.setHttpOnly(true);
        cookie.setSameSite(Cookie.SameSite.LAX);
        factory.addConnectorCustomizers(connector -> connector.setMaxPostSize(LONGEST_FORM));
        factory.addProtocolHandlerCustomizers(protocol -> protocol.setExecutor(new VirtualThreadExecutor("cognito-")));
        factory.addContextCustomizers(context -> {
            ErrorReportValve silent = new ErrorReportValve();
            silent.setShowReport(false);
            silent.setShowServerInfo(false);
            ((StandardHost) context.getParent()).getPipeline().addValve(silent);
        });
        return factory;
    }

    @Bean
    DispatcherServlet dispatcherServlet() {
        return new DispatcherServlet();
    }

    @Bean
    DispatcherServletRegistrationBean dispatcherServletRegistration(DispatcherServlet servlet) {
        return new DispatcherServletRegistrationBean(servlet, "/");
    }

    @Bean
    FilterRegistrationBean<CharacterEncodingFilter> formsAreUtf8() {
        FilterRegistrationBean<CharacterEncodingFilter> registration =
                new FilterRegistrationBean<>(new CharacterEncodingFilter(StandardCharsets.UTF_8.name()));
        registration.setOrder(0);
        return registration;
    }

    /** Tomcat reads parameters when somebody first asks for them; better here than in the midst of something. */
    @Bean
    FilterRegistrationBean<Filter> parametersAreWellFormed(PageWriter pages) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
            try {
                request.getParameterMap();
            } catch (InvalidParameterException e) {
                pages.write(
                        (HttpServletRequest) request,
                        (HttpServletResponse) response,
                        pages.problem(
                                HttpStatus.valueOf(e.getErrorCode()),
                                "That does not work here",
                                "The request is too long, or its parameters are garbled."));
                return;
            }
            chain.doFilter(request, response);
        });
        registration.setOrder(1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<Filter> security(@Qualifier("springSecurityFilterChain") Filter chain) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(chain);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
        registration.setOrder(2);
        return registration;
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.disableDefaults().withStringConverter(new StringHttpMessageConverter(StandardCharsets.UTF_8));
    }

    /** Without what Spring Security adds for an application that has pages of its own. */
    private static void lean(HttpSecurity http, String contentSecurityPolicy) {
        http.requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentSecurityPolicy))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .frameOptions(frames -> frames.deny()));
    }

    /** A form may end at the app: browsers look at where it is redirected to as well. */
    private static String contentSecurityPolicy(UserPoolSettings pool) {
        return "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none';"
                + " form-action 'self' " + String.join(" ", pool.callbackSources());
    }

    /** Cognito lets every origin call these: what counts in them is in the request, never a cookie. */
    private static UrlBasedCorsConfigurationSource anybody() {
        CorsConfiguration anybody = new CorsConfiguration();
        anybody.setAllowedOrigins(List.of("*"));
        anybody.setAllowedMethods(List.of("GET", "POST"));
        anybody.setAllowedHeaders(List.of("*"));
        anybody.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        for (String path : List.of("/", "/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo", "/*/.well-known/*")) {
            source.registerCorsConfiguration(path, anybody);
        }
        return source;
    }
}
