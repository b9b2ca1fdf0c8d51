package dev.todoapp.platform;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.OAuth2ProtectedResourceMetadataFilter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Every route needs a verified access token, but the health groups and the API's own description. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    JwtDecoder accessTokens(PlatformProperties properties, Clock clock) {
        return AccessTokens.decoder(properties, clock);
    }

    /**
     * The request as a whole is observed, by Spring MVC. Spring Security would observe each of its filters besides, on every
     * request: a tenth of the CPU time for what nobody looks at.
     */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Spring Security's own, but for a regular expression over each value of a header, of which a token is a long one. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderValues(SecurityConfiguration::hasOnlyCharacters);
        return firewall;
    }

    /** Whether each is a tab, or assigned in Unicode and no control character. */
    private static boolean hasOnlyCharacters(String value) {
        return value.codePoints()
                .allMatch(c ->
                        (c >= ' ' && c <= '~') || c == '\t' || (Character.isDefined(c) && !Character.isISOControl(c)));
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, JwtDecoder accessTokens, ProblemWriter problems) {
        return withoutMetadata(http.sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // No cookie signs anyone in, so no other site can make a browser do anything here.
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/actuator/health", "/actuator/health/*", "/v3/api-docs", "/v3/api-docs.yaml", "/error")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(accessTokens))
                        .bearerTokenResolver(new BearerToken())
                        .authenticationEntryPoint((request, response, refusal) ->
                                problems.write(request, response, unauthorized(refusal)))
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                                filter.setAuthenticationFailureHandler((request, response, refusal) -> problems.write(
                                        request,
                                        response,
                                        refusal instanceof AuthenticationServiceException
                                                        && AccessTokens.keysWereUnavailable(refusal)
                                                ? Problem.unavailable(
                                                        "The keys that verify tokens could not be fetched")
                                                : unauthorized(refusal)));
                                return filter;
                            }
                        }))
                .exceptionHandling(refusals ->
                        refusals.accessDeniedHandler((request, response, refusal) -> problems.write(
                                request,
                                response,
                                new Problem(HttpStatus.FORBIDDEN, "forbidden", "This is not allowed"))))
                .build());
    }

    /**
     * Spring Security describes the resource server to everyone, under /.well-known, by what the request's headers call it.
     * Nobody asked for that, and nothing of ours is named by a header.
     */
    private static SecurityFilterChain withoutMetadata(DefaultSecurityFilterChain chain) {
        return new DefaultSecurityFilterChain(
                chain.getRequestMatcher(),
                chain.getFilters().stream()
                        .filter(filter -> !(filter instanceof OAuth2ProtectedResourceMetadataFilter))
                        .toList());
    }

    private static Problem unauthorized(AuthenticationException refusal) {
        String challenge =
                refusal instanceof OAuth2AuthenticationException ? "Bearer error=\"invalid_token\"" : "Bearer";
        return new Problem(HttpStatus.UNAUTHORIZED, "unauthorized", "A valid access token is needed")
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
}
