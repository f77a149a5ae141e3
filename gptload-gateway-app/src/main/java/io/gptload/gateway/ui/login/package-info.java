/** Who may see the pages: sessions, logins, and what browsers are told to be careful with. */
@NullMarked
package io.gptload.gateway.ui.login;

import org.jspecify.annotations.NullMarked;
