package io.gptload.gateway.ui;

import io.gptload.gateway.web.BySession;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Controller;

/** Renders pages, or parts of them, for whoever has signed in. */
@Controller
@BySession
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AdminPage {}
