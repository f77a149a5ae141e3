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

    private static final List<String> OWN = List.of("tokens.css", "app.css", "app.js", "charts.js");

    private final String htmx;
    private final String chart;
    private final String version;

    UiAssets() {
        this.htmx = library("htmx.org");
        this.chart = library("chart.js");
        CRC32 checksum = new CRC32();
        OWN.forEach(name -> add(checksum, "static/assets/" + name));
        add(checksum, htmx + "htmx.min.js");
        add(checksum, chart + "chart.umd.min.js");
        this.version = Long.toHexString(checksum.getValue());
    }

    private static String library(String name) {
        return "META-INF/resources/webjars/" + name + "/" + new WebJarVersionLocator().version(name) + "/dist/";
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

    /** Where the files of htmx are. */
    String htmxLocation() {
        return "classpath:/" + htmx;
    }

    /** Where the files of Chart.js are. */
    String chartLocation() {
        return "classpath:/" + chart;
    }
}
