package io.claimflow.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.claimflow.fetch.TestCalls.NO_NAMES;
import static io.claimflow.fetch.TestCalls.failure;
import static io.claimflow.fetch.TestCalls.get;
import static io.claimflow.fetch.TestCalls.names;
import static io.claimflow.fetch.TestCalls.open;
import static io.claimflow.fetch.TestCalls.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Where calls may go.
 */
class FetchAddressTests {

	private final TestServer server = new TestServer().answering("/", 200, "here");

	FetchAddressTests() throws IOException {
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.0.0.1.", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001",
			"127.1", "0x7f.1", "0", "0.0.0.0", "①②⑦.0.0.1", "127。0。0。1", "[::1]", "[::]", "[::ffff:127.0.0.1]",
			"[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001::80ff:fffe]",
			"[::ffff:0:127.0.0.1]", "[64:ff9b:1::7f00:1]", "[0:0:0:0:0:FFFF:7F00:0001]", "0177.0x0.0.1", "127.0.1",
			"00000177.0.0.1", "0x7f000001.", "[::1%25eth0]", "127.0.0.1%00" })
	void thisHostIsRefusedInEverySpelling(String host) throws Exception {
		try (Fetcher fetcher = new Fetcher(open(), NO_NAMES)) {
			assertThat(failure(fetcher, get(this.server.url(host, "/")))).containsPattern(
					"is refused.*claimflow.fetch.allow|is not an IPv[46] address|is not a host name|cannot be read");
		}
		assertThat(this.server.received()).isEmpty();
	}

	/** As the JVM resolves it. */
	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost.", "LOCALHOST", "ＬｏｃａｌＨｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ" })
	void localhostIsRefusedInEverySpelling(String host) throws Exception {
		try (Fetcher fetcher = new Fetcher(open())) {
			assertThat(failure(fetcher, get(this.server.url(host, "/")))).contains("http://localhost:", "is refused",
					"localhost resolves to ", "a loopback address");
		}
		assertThat(this.server.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP", "hTTp" })
	void schemeMayBeInCapitalsAndOpensNothing(String scheme) throws Exception {
		String url = scheme + "://127.0.0.1:" + this.server.port() + "/";
		try (Fetcher fetcher = new Fetcher(open(), NO_NAMES);
				Fetcher opened = new Fetcher(open("127.0.0.1"), NO_NAMES)) {
			assertThat(failure(fetcher, get(url))).startsWith("The call to http://127.0.0.1:").contains("is refused");
			assertThat(response(opened, get(url)).text()).isEqualTo("here");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "10.0.0.1", "100.64.0.1", "169.254.169.254", "::1", "fd00:ec2::254",
			"64:ff9b::a00:1", "2002:a00:1::1", "2001::1", "224.0.0.1", "0.0.0.0", "::ffff:10.0.0.1" })
	void nameThatResolvesToASpecialAddressIsRefused(String address) throws Exception {
		try (Fetcher fetcher = new Fetcher(open(), names(address))) {
			assertThat(failure(fetcher, get(this.server.url("api.example", "/?key=s3cret"))))
				.startsWith("The call to http://api.example:" + this.server.port()
						+ " is refused: api.example resolves to ")
				.doesNotContain("s3cret");
		}
		assertThat(this.server.received()).isEmpty();
	}

	/** Of AWS and most others, Azure, Alibaba, Oracle, and AWS and Google over IPv6. */
	@ParameterizedTest
	@ValueSource(strings = { "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "169.254.43518",
			"[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "168.63.129.16", "100.100.100.200",
			"192.0.0.192", "[fd00:ec2::254]", "[fd20:ce::254]" })
	void metadataServicesAreRefused(String host) throws Exception {
		try (Fetcher fetcher = new Fetcher(open(), NO_NAMES)) {
			assertThat(failure(fetcher, get("http://" + host + "/latest/meta-data/"))).contains("is refused");
		}
		try (Fetcher fetcher = new Fetcher(open(), names("169.254.169.254"))) {
			assertThat(failure(fetcher, get("http://metadata.google.internal/"))).contains("is refused");
		}
	}

	@ParameterizedTest
	@CsvSource({ "8.8.8.8,127.0.0.1", "127.0.0.1,8.8.8.8", "2606:4700::1111,::1" })
	void oneSpecialAddressAmongPublicOnesIsEnoughToRefuse(String one, String other) throws Exception {
		try (Fetcher fetcher = new Fetcher(open(), names(one, other))) {
			assertThat(failure(fetcher, get(this.server.url("api.example", "/")))).contains("is refused");
		}
		assertThat(this.server.received()).isEmpty();
	}

	@Test
	void addressThatWasCheckedIsTheOneThatIsConnectedTo() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		NameService rebinding = (name) -> new InetAddress[] {
				TestCalls.address((asked.getAndIncrement() == 0) ? "127.0.0.1" : "10.0.0.1") };
		this.server.answering("/once", 200, "here", "Connection", "close");
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), rebinding)) {
			assertThat(response(fetcher, get(this.server.url("api.example", "/once"))).text()).isEqualTo("here");
			assertThat(asked).hasValue(1);
			assertThat(failure(fetcher, get(this.server.url("api.example", "/once"))))
				.contains("resolves to 10.0.0.1, a private address");
			assertThat(asked).hasValue(2);
		}
		assertThat(this.server.received()).hasSize(1);
	}

	@Test
	void nameThatMeansAnotherAddressAfterARedirectIsRefused() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		NameService rebinding = (name) -> new InetAddress[] {
				TestCalls.address((asked.getAndIncrement() == 0) ? "127.0.0.1" : "10.0.0.1") };
		this.server.answering("/again", 302, "", "Location", "/", "Connection", "close");
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), rebinding)) {
			assertThat(failure(fetcher, get(this.server.url("api.example", "/again"))))
				.startsWith("A redirect to http://api.example:")
				.contains("is refused: api.example resolves to 10.0.0.1");
		}
		assertThat(this.server.received()).hasSize(1);
	}

	@Test
	void allowedNameIsOpenWhateverItResolvesTo() throws Exception {
		try (Fetcher fetcher = new Fetcher(open("*.internal:" + this.server.port()), names("127.0.0.1"))) {
			assertThat(response(fetcher, get(this.server.url("API.internal.", "/"))).text()).isEqualTo("here");
			assertThat(this.server.last().header("Host")).containsExactly("api.internal:" + this.server.port());
			assertThat(failure(fetcher, get(this.server.url("internal", "/")))).contains("is refused");
			assertThat(failure(fetcher, get(this.server.url("127.0.0.1", "/")))).contains("is refused");
			assertThat(failure(fetcher, get("http://api.internal:1/"))).contains("is refused");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "api.example" })
	void allowedAddressIsOpenInEverySpelling(String host) throws Exception {
		try (Fetcher fetcher = new Fetcher(open("127.0.0.0/8:" + this.server.port()), names("127.0.0.1"))) {
			assertThat(response(fetcher, get(this.server.url(host, "/"))).text()).isEqualTo("here");
			assertThat(failure(fetcher, get("http://" + host + ":1/"))).contains("is refused");
		}
	}

	@Test
	void addressOfIpv6IsConnectedTo() throws Exception {
		HttpServer ipv6;
		try {
			ipv6 = HttpServer.create(new InetSocketAddress("::1", 0), 0);
		}
		catch (IOException ex) {
			assumeThat(ex).as("a machine without IPv6").isNull();
			return;
		}
		int port = ipv6.getAddress().getPort();
		ipv6.createContext("/", (exchange) -> {
			byte[] host = exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8);
			TestServer.answer(exchange, 200, host);
			exchange.close();
		});
		ipv6.start();
		try (Fetcher fetcher = new Fetcher(open("[::1]:" + port), NO_NAMES)) {
			assertThat(response(fetcher, get("http://[0::1]:" + port + "/")).text()).isEqualTo("[::1]:" + port);
		}
		finally {
			ipv6.stop(0);
		}
	}

	@Test
	void literalAddressesAreNotLookedUp() throws Exception {
		List<String> asked = new CopyOnWriteArrayList<>();
		NameService names = (name) -> {
			asked.add(name);
			return NO_NAMES.addresses(name);
		};
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), names)) {
			response(fetcher, get(this.server.url("/")));
			assertThat(failure(fetcher, get("http://bücher.example/")))
				.contains("http://xn--bcher-kva.example is not known");
		}
		assertThat(asked).containsExactly("xn--bcher-kva.example");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "ftp://api.example/|only http and https",
			"file:///etc/passwd|only http and https", "jar:http://api.example/!/x|only http and https",
			"javascript:alert(1)|only http and https", "FILE:///etc/passwd|only http and https",
			"data:text/plain,x|only http and https", "blob:http://api.example/x|only http and https",
			"gopher://api.example/|only http and https", "ws://api.example/|only http and https",
			"wss://api.example/|only http and https", "ldap://api.example/|only http and https",
			"unix:/run/x.sock|only http and https", "http:\\\\api.example|cannot be read",
			"\\thttp://api.example/|cannot be read", "http+unix://api.example/|only http and https", "/path|no scheme",
			"//api.example/|no scheme", "''|no scheme", "http:api.example|no host", "http:///path|no host",
			"http://u:s3cret@api.example/|user name or password", "http://u:s3cret@a_b.example/|user name or password",
			"http://@api.example/|user name or password", "http://api.example:0/|port 0",
			"http://api.example:65536/|port", "http://api.example:-1/|port", "http://api.example:x/|port",
			"http://api.example\\@127.0.0.1/|cannot be read", "http://api.example/a b?s3cret|cannot be read",
			"http://256.1.1.1/|not an IPv4 address", "http://api.1/|not an IPv4 address",
			"http://[::1%25lo]/|not an IPv6 address", "http://a%2eb/|not a host name", "http://a..b/|not a host name" })
	void urlThatCannotBeUsedIsRefusedWithAReason(String url, String reason) throws Exception {
		try (Fetcher fetcher = new Fetcher(open(), NO_NAMES)) {
			assertThat(failure(fetcher, get(url))).contains(reason).doesNotContain("s3cret");
		}
	}

	@Test
	void proxiesOfTheEnvironmentAreNotUsed() throws Exception {
		List<String> properties = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");
		properties.forEach((property) -> System.setProperty(property, "127.0.0.1"));
		System.setProperty("http.proxyPort", "1");
		System.setProperty("socksProxyPort", "1");
		System.setProperty("http.nonProxyHosts", "");
		System.setProperty("socksNonProxyHosts", "");
		try (Fetcher fetcher = new Fetcher(open("127.0.0.1"), names("127.0.0.1"))) {
			assertThat(response(fetcher, get(this.server.url("api.example", "/"))).text()).isEqualTo("here");
		}
		finally {
			properties.forEach(System::clearProperty);
			List.of("http.proxyPort", "socksProxyPort", "http.nonProxyHosts", "socksNonProxyHosts")
				.forEach(System::clearProperty);
		}
	}

}
