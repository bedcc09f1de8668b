package io.threadlets.spring.actuate;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** The files of the live page. They are static: a page is filled by what it asks the endpoint for. */
final class PageFiles {
    static final String PAGE = "index.html";
    private static final Set<String> NAMES = Set.of(
            PAGE,
            "icon.svg",
            "page.css",
            "dom.js",
            "server.js",
            "history.js",
            "lists.js",
            "steering.js",
            "stored.js",
            "card.js",
            "page.js");

    private PageFiles() {}

    /** The file of a name that a browser sent; an answer that says so where there is none. */
    static WebEndpointResponse<?> file(String name) {
        if (!NAMES.contains(name)) {
            return new WebEndpointResponse<>(
                    "The page has no such file.", WebEndpointResponse.STATUS_NOT_FOUND, MimeTypeUtils.TEXT_PLAIN);
        }
        final Resource file = new ClassPathResource("page/" + name, PageFiles.class);
        return new WebEndpointResponse<>(file, type(name));
    }

    private static MimeType type(String name) {
        return MimeTypeUtils.parseMimeType(
                switch (name.substring(name.lastIndexOf('.') + 1)) {
                    case "js" -> "text/javascript;charset=UTF-8";
                    case "css" -> "text/css;charset=UTF-8";
                    case "svg" -> "image/svg+xml";
                    default -> "text/html;charset=UTF-8";
                });
    }
}
