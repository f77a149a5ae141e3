package io.gptload.gateway.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.CRC32;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.webjars.WebJarVersionLocator;

/** Scripts and styles: where they are, and a name for this build of them. Immutable. */
@Component
class UiAssets {

    private static final List<String> OWN = List.of("tokens.css", "app.css", "app.js");
    private static final String HTMX = "htmx.org";

    private final String htmx;
    private final String version;

    UiAssets() {
        String release = new WebJarVersionLocator().version(HTMX);
        this.htmx = "META-INF/resources/webjars/" + HTMX + "/" + release + "/dist/";
        CRC32 checksum = new CRC32();
        OWN.forEach(name -> add(checksum, "static/assets/" + name));
        add(checksum, htmx + "htmx.min.js");
        this.version = Long.toHexString(checksum.getValue());
    }

    private static void add(CRC32 checksum, String resource) {
        try (InputStream content = new ClassPathResource(resource).getInputStream()) {
            checksum.update(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Differs when any of them does. */
    String version() {
        return version;
    }

    /** Where the library's files are. */
    String htmxLocation() {
        return "classpath:/" + htmx;
    }
}
