package io.gptload.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.RunningGateway;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.context.WebApplicationContext;

class HotPathTest {

    @Test
    void noFilterStandsBeforeTheProxy(@TempDir Path folder) {
        try (RunningGateway gateway = RunningGateway.start(folder)) {
            ServletContext context = ((WebApplicationContext) gateway.context()).getServletContext();
            assertThat(context.getFilterRegistrations().values())
                    .filteredOn(filter -> standsBefore(filter, "proxyServlet"))
                    .extracting(FilterRegistration::getName)
                    .isEmpty();
        }
    }

    private static boolean standsBefore(FilterRegistration filter, String servlet) {
        Collection<String> paths = filter.getUrlPatternMappings();
        return paths.contains("/*")
                || paths.stream().anyMatch(path -> path.startsWith("/proxy"))
                || filter.getServletNameMappings().contains(servlet);
    }
}
