/**
 * What the pages of the console have in common: sections, templates, texts, and who looks
 * at them; alone in knowing Thymeleaf. Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.console.page;

import org.jspecify.annotations.NullMarked;
