package io.claimflow.spring.signin;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;

import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.saml2.provider.service.authentication.AbstractSaml2AuthenticationRequest;
import org.springframework.security.saml2.provider.service.authentication.Saml2AssertionAuthentication;
import org.springframework.security.saml2.provider.service.authentication.Saml2AuthenticationToken;
import org.springframework.security.saml2.provider.service.authentication.Saml2RedirectAuthenticationRequest;
import org.springframework.security.saml2.provider.service.authentication.Saml2ResponseAssertion;
import org.springframework.security.saml2.provider.service.registration.InMemoryRelyingPartyRegistrationRepository;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistrationRepository;
import org.springframework.security.saml2.provider.service.web.Saml2WebSsoAuthenticationRequestFilter;
import org.springframework.security.saml2.provider.service.web.authentication.Saml2AuthenticationRequestResolver;
import org.springframework.security.saml2.provider.service.web.authentication.Saml2WebSsoAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sign-ins through Spring Security's filters of SAML 2.0 and an identity
 * provider that signs its responses (SAML 2.0 bindings, section 3.5, and profiles,
 * section 4.1). The virtual machine's own XML signatures stand for OpenSAML, which is not
 * in Maven Central.
 */
class SamlSignInTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";

	private static final KeyPair KEYS = keys();

	private static SignInServer server;

	@BeforeAll
	static void start() {
		server = SignInServer.start(SamlLogin.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(256);
			return generator.generateKeyPair();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Goes to the identity provider, and comes back with what it says. */
	private static Response signIn(Browser browser, String response) {
		String toProvider = browser.get("/saml2/authenticate/Okta").location();
		assertThat(toProvider).startsWith("https://idp.example.com/sso?SAMLRequest=");
		return browser.post("/login/saml2/sso/Okta", "SAMLResponse",
				Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void theEventHasTheAttributesOfTheSignedAssertion() throws Exception {
		server.workflow("");
		Browser browser = new Browser(server.server());
		browser.authorize(CLIENT);
		Response signedIn = signIn(browser, signed("editors"));
		assertThat(browser.get(signedIn.location()).location()).contains("code=");
		assertThat(server.auth()).containsEntry("connectionId", "Okta")
			.containsEntry("isExistingSession", false)
			.containsEntry("provider", Map.of("protocol", "saml", "provider", "okta", "data",
					Map.of("assertion", Map.of("attributeStatements", List.of(Map.of("attributes",
							List.of(Map.of("name", "mail", "values", List.of(Map.of("value", "alice@example.org"))),
									Map.of("name", "groups", "values",
											List.of(Map.of("value", "editors"), Map.of("value", "staff"))))))))));
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void aDeniedUserHasNoSession() throws Exception {
		server.workflow("""
				const { attributes } = event.context.auth.provider.data.assertion.attributeStatements[0];
				const groups = attributes.find(({ name }) => name === "groups").values;
				if (groups.some(({ value }) => value === "guests")) denyAccess("Not for guests");
				""");
		Browser browser = new Browser(server.server());
		browser.authorize(CLIENT);
		assertThat(signIn(browser, signed("guests")).location()).endsWith("/login?error");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		assertThat(server.runs()).hasSize(1);
		assertThat(signIn(browser, signed("editors")).location()).doesNotContain("error");
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
	}

	@Test
	void aResponseThatSomebodyHasChangedRunsNothing() throws Exception {
		server.workflow("");
		Browser browser = new Browser(server.server());
		browser.authorize(CLIENT);
		assertThat(signIn(browser, signed("editors").replace(">editors<", ">admins<")).location())
			.endsWith("/login?error");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		assertThat(server.runs()).isEmpty();
	}

	/** A response about Alice, as the identity provider signs it. */
	private static String signed(String group) throws Exception {
		Document document = parse("""
				<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns="%s" ID="r1" Version="2.0">
				<Assertion ID="a1" Version="2.0"><Issuer>https://idp.example.com</Issuer>
				<Subject><NameID>alice</NameID></Subject><AttributeStatement>
				<Attribute Name="mail"><AttributeValue>alice@example.org</AttributeValue></Attribute>
				<Attribute Name="groups"><AttributeValue>%s</AttributeValue>
				<AttributeValue>staff</AttributeValue></Attribute>
				</AttributeStatement></Assertion></samlp:Response>""".formatted(ASSERTION, group));
		XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
		Reference reference = factory.newReference("#a1", factory.newDigestMethod(DigestMethod.SHA256, null),
				List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)), null, null);
		SignedInfo info = factory.newSignedInfo(
				factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
				factory.newSignatureMethod(SignatureMethod.ECDSA_SHA256, null), List.of(reference));
		factory.newXMLSignature(info, null)
			.sign(new DOMSignContext(KEYS.getPrivate(), element(document, ASSERTION, "Assertion")));
		StringWriter text = new StringWriter();
		TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(text));
		return text.toString();
	}

	private static Document parse(String xml) throws Exception {
		DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
		factory.setNamespaceAware(true);
		factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
		Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
		element(document, ASSERTION, "Assertion").setIdAttribute("ID", true);
		return document;
	}

	private static Element element(Document document, String namespace, String name) {
		NodeList elements = document.getElementsByTagNameNS(namespace, name);
		if (elements.getLength() != 1) {
			throw new IllegalStateException("Not one " + name);
		}
		return (Element) elements.item(0);
	}

	/** What OpenSAML does for an application: believes what is signed. */
	private static Authentication authenticate(Authentication attempt) {
		Saml2AuthenticationToken token = (Saml2AuthenticationToken) attempt;
		try {
			Document document = parse(token.getSaml2Response());
			Element signature = element(document, XMLSignature.XMLNS, "Signature");
			DOMValidateContext context = new DOMValidateContext(KEYS.getPublic(), signature);
			if (!XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context).validate(context)) {
				throw new BadCredentialsException("The signature is wrong");
			}
			String name = element(document, ASSERTION, "NameID").getTextContent();
			return new Saml2AssertionAuthentication(name,
					Saml2ResponseAssertion.withResponseValue(token.getSaml2Response())
						.nameId(name)
						.attributes(attributes(document))
						.build(),
					AuthorityUtils.createAuthorityList("ROLE_USER"),
					token.getRelyingPartyRegistration().getRegistrationId());
		}
		catch (BadCredentialsException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new BadCredentialsException("The response cannot be read", ex);
		}
	}

	private static Map<String, List<Object>> attributes(Document document) {
		Map<String, List<Object>> attributes = new LinkedHashMap<>();
		NodeList elements = document.getElementsByTagNameNS(ASSERTION, "Attribute");
		for (int i = 0; i < elements.getLength(); i++) {
			Element attribute = (Element) elements.item(i);
			NodeList values = attribute.getElementsByTagNameNS(ASSERTION, "AttributeValue");
			List<Object> texts = new ArrayList<>();
			for (int j = 0; j < values.getLength(); j++) {
				texts.add(values.item(j).getTextContent());
			}
			attributes.put(attribute.getAttribute("Name"), texts);
		}
		return attributes;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuthorizationServerChain.class)
	static class SamlLogin {

		@Bean
		RelyingPartyRegistrationRepository identityProviders() {
			return new InMemoryRelyingPartyRegistrationRepository(RelyingPartyRegistration.withRegistrationId("Okta")
				.entityId("https://auth.example.com/saml")
				.assertionConsumerServiceLocation("{baseUrl}/login/saml2/sso/{registrationId}")
				.assertingPartyMetadata((party) -> party.entityId("https://idp.example.com")
					.singleSignOnServiceLocation("https://idp.example.com/sso")
					.wantAuthnRequestsSigned(false))
				.build());
		}

		/** With the filters of {@code saml2Login}, which itself asks for OpenSAML. */
		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http, RelyingPartyRegistrationRepository providers) {
			http.authorizeHttpRequests((
					requests) -> requests.requestMatchers("/login", "/error").permitAll().anyRequest().authenticated());
			http.csrf((csrf) -> csrf.ignoringRequestMatchers("/login/saml2/**"));
			http.addFilterBefore(new Saml2WebSsoAuthenticationRequestFilter(new Requests(providers)),
					UsernamePasswordAuthenticationFilter.class);
			Saml2WebSsoAuthenticationFilter login = new Saml2WebSsoAuthenticationFilter(
					(HttpServletRequest request) -> new Saml2AuthenticationToken(providers.findByRegistrationId("Okta"),
							new String(Base64.getDecoder().decode(request.getParameter("SAMLResponse")),
									StandardCharsets.UTF_8)),
					"/login/saml2/sso/{registrationId}");
			login.setAuthenticationManager(SamlSignInTests::authenticate);
			login.setSecurityContextRepository(new HttpSessionSecurityContextRepository());
			login.setAuthenticationFailureHandler(new SimpleUrlAuthenticationFailureHandler("/login?error"));
			http.addFilterBefore(login, UsernamePasswordAuthenticationFilter.class);
			return http.build();
		}

	}

	/**
	 * Sends users to the identity provider; what the request says does not matter to it.
	 */
	private record Requests(
			RelyingPartyRegistrationRepository providers) implements Saml2AuthenticationRequestResolver {

		@Override
		@SuppressWarnings("unchecked")
		public <T extends AbstractSaml2AuthenticationRequest> @Nullable T resolve(HttpServletRequest request) {
			return request.getRequestURI().startsWith("/saml2/authenticate/") ? (T) Saml2RedirectAuthenticationRequest
				.withRelyingPartyRegistration(this.providers.findByRegistrationId("Okta"))
				.samlRequest("request")
				.build() : null;
		}

	}

}
