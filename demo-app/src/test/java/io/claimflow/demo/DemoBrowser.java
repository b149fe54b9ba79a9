package io.claimflow.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.deque.html.axecore.selenium.AxeBuilder;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Chromium at the pages of the demo.
 */
public final class DemoBrowser {

	/** Selenium's own interval is half a second, which each click would pay. */
	private static final Duration INTERVAL = Duration.ofMillis(20);

	private static @Nullable DemoBrowser shared;

	private final ChromeDriver driver;

	private DemoBrowser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * The browser that all tests share, or skips the tests where it is not installed.
	 * Each test begins with {@link #openAnew}.
	 */
	public static synchronized DemoBrowser shared() {
		DemoBrowser browser = shared;
		if (browser == null) {
			browser = start();
			Runtime.getRuntime().addShutdownHook(new Thread(browser.driver::quit));
			shared = browser;
		}
		return browser;
	}

	private static DemoBrowser start() {
		Optional<File> chromium = onPath("chromium", "chromium-browser", "google-chrome");
		Optional<File> driver = onPath("chromedriver");
		assumeTrue(chromium.isPresent() && driver.isPresent(),
				"Needs a browser: put chromium and chromedriver on the PATH");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium.get());
		// The driver waits longer than it takes a page to load.
		options.setPageLoadStrategy(PageLoadStrategy.NONE);
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking");
		return new DemoBrowser(new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(driver.get()).usingAnyFreePort().build(),
				options));
	}

	public void open(String url) {
		leave(() -> this.driver.get(url));
	}

	String url() {
		return this.driver.getCurrentUrl();
	}

	/** Opens a page as somebody who was never there. */
	public void openAnew(String url) {
		this.driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
		open(url);
	}

	/** Starts at the page that is open. */
	void signIn(String password) {
		click(By.linkText("Sign in"));
		enterPassword(password);
	}

	/** At the login page. */
	void enterPassword(String password) {
		enterPassword(DemoAccounts.USERNAME, password);
	}

	/** At the login page. */
	public void enterPassword(String username, String password) {
		fill("username", username);
		enter("password", password);
	}

	/**
	 * Fills in a field of a form, in place of what is there. The text is pasted: the
	 * driver takes its time with keys.
	 */
	void fill(String field, String value) {
		fill(this.driver.findElement(By.name(field)), value);
	}

	private void fill(WebElement input, String value) {
		this.driver.executeScript("arguments[0].select()", input);
		this.driver.executeCdpCommand("Input.insertText", Map.of("text", value));
	}

	/** Fills in the last field of a form, and submits it. */
	void enter(String field, String value) {
		fill(field, value);
		click(By.cssSelector("main button[type=submit]"));
	}

	/**
	 * Fills in one form of several, which is unfolded if need be, and submits it with one
	 * of its buttons.
	 */
	void submit(By form, Map<String, String> fields, String button) {
		WebElement element = this.driver.findElement(form);
		element.findElements(By.xpath("./parent::details[not(@open)]/summary")).forEach(WebElement::click);
		fields.forEach((name, value) -> fill(element.findElement(By.name(name)), value));
		WebElement submit = element.findElement(By.xpath(".//button[normalize-space()='" + button + "']"));
		leave(submit::click);
	}

	/** Clicks and waits for the page that follows. */
	void click(By target) {
		WebElement element = this.driver.findElement(target);
		leave(element::click);
	}

	/**
	 * Waits for the page that follows. The page that is left carries a mark; while one
	 * page takes the other's place, the driver answers with errors.
	 */
	private void leave(Runnable action) {
		this.driver.executeScript("document.documentElement.dataset.left = 'yes'");
		action.run();
		new WebDriverWait(this.driver, Duration.ofSeconds(20), INTERVAL).ignoring(WebDriverException.class)
			.until((page) -> Boolean.TRUE.equals(this.driver
				.executeScript("return document.readyState === 'complete' && !document.documentElement.dataset.left")));
	}

	/** Picks a choice of a form, and submits it. */
	void click(By choice, By submit) {
		this.driver.findElement(choice).click();
		click(submit);
	}

	public String text(String selector) {
		return this.driver.findElement(By.cssSelector(selector)).getText();
	}

	/** What stands at a field as its description, for those who see it and who do not. */
	String description(String field) {
		String ids = this.driver.findElement(By.name(field)).getDomAttribute("aria-describedby");
		return (ids == null) ? ""
				: Arrays.stream(ids.split(" ")).map((id) -> text("#" + id)).collect(Collectors.joining("\n"));
	}

	/** Whether a field is marked as wrong. */
	boolean isInvalid(String field) {
		return "true".equals(this.driver.findElement(By.name(field)).getDomAttribute("aria-invalid"));
	}

	/** What a field holds. */
	String value(String field) {
		return this.driver.findElement(By.name(field)).getDomProperty("value");
	}

	/**
	 * The name of the field that has the keyboard's focus, which the browser gives to one
	 * a moment after the page is there.
	 */
	String focus() {
		return new WebDriverWait(this.driver, Duration.ofSeconds(20), INTERVAL)
			.until((page) -> page.switchTo().activeElement().getDomAttribute("name"));
	}

	/** Shows pages as wide as this, in pixels, until {@link #asWideAsItIs}. */
	void beAsWideAs(int width) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 600));
	}

	void asWideAsItIs() {
		this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
	}

	/** Shows pages as to somebody who likes them dark, until {@link #beLight}. */
	void beDark() {
		prefer("dark");
	}

	void beLight() {
		prefer("light");
	}

	/** Nothing moves: a colour is what it is at once. */
	private void prefer(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	/** What axe finds to be wrong with the page for those who cannot see or point. */
	List<String> faultsOfAccess() {
		return faults(new AxeBuilder());
	}

	/** The same, as far as colours and sizes have a part in it. */
	List<String> faultsOfLooks() {
		return faults(new AxeBuilder().withOnlyRules(
				List.of("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")));
	}

	/** The pages have no frames: what axe does for them opens a window for each page. */
	private List<String> faults(AxeBuilder axe) {
		return axe.setLegacyMode()
			.analyze(this.driver)
			.getViolations()
			.stream()
			.map((rule) -> rule.getId() + ": "
					+ rule.getNodes().stream().map((node) -> node.getHtml()).collect(Collectors.joining(", ")))
			.toList();
	}

	/** The text of an element that a script makes. */
	String awaited(String selector) {
		return new WebDriverWait(this.driver, Duration.ofSeconds(20), INTERVAL).ignoring(WebDriverException.class)
			.until((page) -> page.findElement(By.cssSelector(selector)).getText());
	}

	/** Presses keys, wherever the focus is. */
	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/** Presses a key and waits for the page that follows. */
	void pressAndLeave(CharSequence key) {
		leave(() -> press(key));
	}

	/** Presses the tab key until the focus is on what a screen reader calls so. */
	void tabTo(String name) {
		List<String> passed = new ArrayList<>();
		while (passed.size() < 50) {
			press(Keys.TAB);
			WebElement focused = this.driver.switchTo().activeElement();
			if (name.equals(focused.getAccessibleName())) {
				return;
			}
			passed.add(focused.getAccessibleName());
		}
		throw new AssertionError("No " + name + " among " + passed);
	}

	/** A picture of what the window shows, as PNG. */
	byte[] picture() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	/** What a script finds in the page. */
	@SuppressWarnings("unchecked")
	List<String> find(String script) {
		return (List<String>) this.driver.executeScript(script);
	}

	/** The page's source, as the server sent it. */
	String source() {
		return this.driver.getPageSource();
	}

	/**
	 * The value of a claim.
	 * @param token the section of the token: access or identity
	 * @param name the claim
	 */
	String claim(String token, String name) {
		return row(token, name).findElement(By.cssSelector("td pre")).getText();
	}

	/** The value that a claim had before a workflow changed or removed it. */
	String before(String token, String name) {
		return row(token, name).findElement(By.cssSelector(".before pre")).getText();
	}

	/** What the page says that a workflow did to a claim; empty if nothing. */
	String mark(String token, String name) {
		return row(token, name).findElements(By.cssSelector("th .mark"))
			.stream()
			.map(WebElement::getText)
			.findFirst()
			.orElse("");
	}

	private WebElement row(String token, String name) {
		return this.driver.findElement(By.xpath("//section[@id='" + token + "']//tr[th/code='" + name + "']"));
	}

	private static Optional<File> onPath(String... names) {
		String path = System.getenv().getOrDefault("PATH", "");
		return Arrays.stream(names)
			.flatMap((name) -> Arrays.stream(path.split(File.pathSeparator)).map((folder) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

}
