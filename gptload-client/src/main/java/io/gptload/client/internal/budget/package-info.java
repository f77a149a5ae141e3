/** How much of a key's budgets is used. Counts without locks, and knows of keys nothing but whose budget it is. */
@NullMarked
package io.gptload.client.internal.budget;

import org.jspecify.annotations.NullMarked;
