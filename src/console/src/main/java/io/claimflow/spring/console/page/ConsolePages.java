package io.claimflow.spring.console.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Makes pages of templates. The engine is the console's own: the application may have one
 * for its views, with other templates, dialects and texts.
 */
public final class ConsolePages {

	private static final String HERE = "io/claimflow/spring/console/";

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	private static final String CONTEXT_PATH = "contextPath";

	private final SpringTemplateEngine engine;

	private final ResourceBundleMessageSource texts;

	/** Creates the pages. */
	public ConsolePages() {
		ClassLoader loader = ConsolePages.class.getClassLoader();
		this.texts = new ResourceBundleMessageSource();
		this.texts.setBasename(HERE + "messages");
		this.texts.setBundleClassLoader(loader);
		this.texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
		this.texts.setFallbackToSystemLocale(false);
		ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver(loader);
		templates.setPrefix(HERE + "templates/");
		templates.setSuffix(".html");
		templates.setCharacterEncoding(StandardCharsets.UTF_8.name());
		this.engine = new SpringTemplateEngine();
		this.engine.setTemplateResolver(templates);
		this.engine.setTemplateEngineMessageSource(this.texts);
		this.engine.setLinkBuilder(new Links());
	}

	/**
	 * A page.
	 * @param template the name of its template
	 * @param model what the template shows
	 */
	public ServerResponse page(ServerRequest request, String template, Map<String, ?> model) {
		return page(request, 200, template, model);
	}

	/**
	 * A page with a status, such as one that asks again.
	 * @param status the HTTP status
	 * @param template the name of its template
	 * @param model what the template shows
	 */
	public ServerResponse page(ServerRequest request, int status, String template, Map<String, ?> model) {
		Map<String, @Nullable Object> all = new HashMap<>(model);
		all.put("path", request.requestPath().pathWithinApplication().value());
		all.put("csrf", request.attribute(CsrfToken.class.getName()).orElse(null));
		all.put(CONTEXT_PATH, request.requestPath().contextPath().value());
		byte[] html = html(template, PageFrame.of(request), locale(request), all);
		return ServerResponse.status(status).contentType(HTML).body(html);
	}

	/**
	 * Makes a page for nobody: whoever asks for the first one does not wait then until
	 * the template is read, and the code that makes pages is there.
	 * @param template the name of its template
	 * @param frame what is around the page
	 * @param model what the template shows
	 */
	public void prepare(String template, PageFrame frame, Map<String, ?> model) {
		Map<String, @Nullable Object> all = new HashMap<>(model);
		all.put("path", ConsoleSection.ROOT);
		all.put("csrf", null);
		all.put(CONTEXT_PATH, "");
		html(template, frame, Locale.ROOT, all);
	}

	private byte[] html(String template, PageFrame frame, Locale locale, Map<String, @Nullable Object> model) {
		model.put("frame", frame);
		model.put("show", new Show());
		return this.engine.process(template, new Context(locale, model)).getBytes(StandardCharsets.UTF_8);
	}

	/** The page that says why another one is not shown. */
	public ServerResponse error(ServerRequest request, PageException ex) {
		Locale locale = locale(request);
		return page(request, ex.status(), "error",
				Map.of("title", this.texts.getMessage("error." + ex.name() + ".title", ex.arguments(), locale), "text",
						this.texts.getMessage("error." + ex.name() + ".text", ex.arguments(), locale)));
	}

	/**
	 * Leads to another page after a change, so that to load it again changes nothing.
	 * @param path its path below the context path
	 */
	public ServerResponse seeOther(ServerRequest request, String path) {
		return ServerResponse.seeOther(URI.create(request.requestPath().contextPath().value() + path)).build();
	}

	private static Locale locale(ServerRequest request) {
		return request.servletRequest().getLocale();
	}

	/** Links that begin with a slash begin at the application, wherever that is. */
	private static final class Links extends StandardLinkBuilder {

		@Override
		protected String computeContextPath(IExpressionContext context, String base, Map<String, Object> parameters) {
			return (String) context.getVariable(CONTEXT_PATH);
		}

		@Override
		protected String processLink(IExpressionContext context, String link) {
			return link;
		}

	}

}
