package io.threadlets.sample;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets in nothing that another site has a browser send.
 *
 * <p>The application listens on this machine alone and asks for no password, but the browser of the person who runs it
 * reaches it for every page that is open there. A page's requests name its site in {@code Origin}. A site whose name
 * leads to this machine (DNS rebinding) is named in {@code Host}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OwnRequests extends OncePerRequestFilter {

    private final Set<String> hosts;
    private final HandlerExceptionResolver problems;

    OwnRequests(WebProperties properties, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.hosts = properties.hosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", "default-src 'self'; base-uri 'none'; frame-ancestors 'none'");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        String refusal = refusal(request);
        if (refusal == null) {
            chain.doFilter(request, response);
        } else {
            problems.resolveException(request, response, null, new ForeignRequestException(refusal));
        }
    }

    private @Nullable String refusal(HttpServletRequest request) {
        if (!hosts.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
            return "The host '" + request.getServerName() + "' is none of " + String.join(", ", hosts)
                    + " (property sample.web.hosts).";
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isOwn(origin, request.getHeader(HttpHeaders.HOST))) {
            return "Pages of '" + origin + "' may not use this application.";
        }
        return null;
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        int authority = origin.indexOf("://");
        return authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
    }
}
