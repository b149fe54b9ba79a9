package io.claimflow.spring.deployment;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.claimflow.Trigger;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Which deployment the next step of an authorization runs: that with which it began. Its
 * digest goes along with the session while somebody signs in, and from then on with the
 * authorization in the application's store, so it does not matter on which node a step
 * arrives. A token request that needs no sign-in, as a refresh does, begins anew.
 * <p>
 * What begins with a preview has the deployment of the preview; its token goes along.
 */
public final class DeploymentPins {

	/** The attribute of an authorization that names its deployment: a digest. */
	static final String ATTRIBUTE = "io.claimflow.deployment";

	/** A text, as every kind of session keeps one: the digest, and when it was noted. */
	private static final String SESSION = DeploymentPins.class.getName();

	/** The token of the preview that the session has asked for. */
	private static final String PREVIEW = DeploymentPins.class.getName() + ".PREVIEW";

	/** A deployment: it stays within the request. */
	private static final String REQUEST = DeploymentPins.class.getName();

	/** The digest of a deployment that the request runs as a preview. */
	private static final String PREVIEWED = DeploymentPins.class.getName() + ".PREVIEWED";

	/** A sign-in begins with each of these. */
	private static final Set<Trigger> BEGINNINGS = Set.of(Trigger.EXISTING_PASSWORD_PROVIDED, Trigger.PRE_REGISTRATION,
			Trigger.POST_AUTHENTICATION);

	private static final Set<AuthorizationGrantType> OF_A_SIGN_IN = Set.of(AuthorizationGrantType.AUTHORIZATION_CODE,
			AuthorizationGrantType.DEVICE_CODE);

	private final Deployments deployments;

	private final RequestedPreviews previews;

	private final Duration hold;

	private final InstantSource clock;

	/**
	 * Creates the pins.
	 * @param hold how long a sign-in goes on with the deployment that it began with
	 */
	DeploymentPins(Deployments deployments, RequestedPreviews previews, Duration hold, InstantSource clock) {
		this.deployments = deployments;
		this.previews = previews;
		this.hold = hold;
		this.clock = clock;
	}

	/**
	 * An authorization request comes in. If it asks for a preview, sign-ins of its
	 * session run that until there is a code, or another authorization request.
	 * @param parameters the parameters of the request
	 * @param client the client that it is for
	 * @param user who is signed in, or null if nobody is
	 * @throws InvalidPreviewException if it does not get the preview
	 * @throws LostDeploymentException if the deployment cannot be loaded
	 */
	public void asked(HttpServletRequest request, Map<String, List<String>> parameters, @Nullable String client,
			@Nullable String user) {
		Optional<Preview> preview = this.previews.of(parameters, client);
		HttpSession session = request.getSession(false);
		if (preview.isPresent()) {
			if (user != null) {
				RequestedPreviews.checkUser(preview.get(), user);
			}
			this.deployments.preview(preview.get().digest());
			request.getSession()
				.setAttribute(PREVIEW, parameters.getOrDefault(RequestedPreviews.PARAMETER, List.of()).get(0));
		}
		else if (session != null && session.getAttribute(PREVIEW) != null) {
			session.removeAttribute(PREVIEW);
			session.removeAttribute(SESSION);
		}
	}

	/** Whether a request asks for a preview. */
	public boolean isAskedFor(HttpServletRequest request) {
		return request.getParameter(RequestedPreviews.PARAMETER) != null;
	}

	/**
	 * Checks the preview that another request than one for authorization asks for.
	 * @throws InvalidPreviewException if it does not get it
	 */
	public void check(Map<String, List<String>> parameters, @Nullable String client) {
		this.previews.of(parameters, client);
	}

	/**
	 * The deployment that runs at a trigger in the current request; to ask changes
	 * nothing in it.
	 * @param trigger the trigger, of a sign-in or a form
	 * @throws LostDeploymentException if the sign-in began with one that is gone
	 */
	public Optional<Deployment> at(Trigger trigger) {
		HttpServletRequest request = request();
		if (request == null) {
			return this.deployments.live();
		}
		HttpSession session = request.getSession(false);
		Optional<Preview> preview = preview(session);
		Optional<String> begun = trigger.equals(Trigger.PRE_MFA) ? digest(session) : Optional.empty();
		return begun.or(() -> ofRequest(request).map(Deployment::digest))
			.or(() -> preview.map(Preview::digest))
			.map((digest) -> find(request, digest, preview))
			.orElseGet(this.deployments::live);
	}

	private Optional<Deployment> find(HttpServletRequest request, String digest, Optional<Preview> preview) {
		if (preview.filter((one) -> one.digest().equals(digest)).isEmpty()) {
			return this.deployments.find(digest);
		}
		request.setAttribute(PREVIEWED, digest);
		return this.deployments.preview(digest);
	}

	/** The preview that a session has asked for, if a sign-in can still begin with it. */
	private Optional<Preview> preview(@Nullable HttpSession session) {
		if (session == null || !(session.getAttribute(PREVIEW) instanceof String token)) {
			return Optional.empty();
		}
		return Optional.of(this.previews.read(token)).filter((preview) -> !this.previews.isOver(preview));
	}

	/**
	 * Somebody signs in: the rest of the sign-in runs what is live now, or what the
	 * request has begun with already, or the preview that the session has asked for.
	 * @param user the name of the user
	 * @throws InvalidPreviewException if the preview is for somebody else
	 */
	public void begin(HttpServletRequest request, String user) {
		Optional<Preview> preview = preview(request.getSession(false));
		preview.ifPresent((asked) -> RequestedPreviews.checkUser(asked, user));
		if (ofRequest(request).isEmpty()) {
			preview.map((asked) -> find(request, asked.digest(), preview))
				.orElseGet(this.deployments::live)
				.ifPresent((deployment) -> request.setAttribute(REQUEST, deployment));
		}
		keep(request);
	}

	/**
	 * A workflow is about to run: the rest of its sign-in runs the same deployment.
	 * @param trigger the trigger of the workflow
	 * @param deployment the deployment of the workflow
	 */
	public void ran(Trigger trigger, Deployment deployment) {
		HttpServletRequest request = request();
		if (request != null && (BEGINNINGS.contains(trigger) || trigger.equals(Trigger.PRE_MFA))) {
			request.setAttribute(REQUEST, deployment);
			keep(request);
		}
	}

	/** Whether the current request runs a deployment as a preview. */
	public boolean isPreview(Deployment deployment) {
		HttpServletRequest request = request();
		return request != null && deployment.digest().equals(request.getAttribute(PREVIEWED));
	}

	/**
	 * Takes what the request has begun with over into its session, if there is one by
	 * now.
	 */
	public void keep(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		Deployment deployment = ofRequest(request).orElse(null);
		if (session != null && deployment != null && !this.hold.isZero()
				&& !digest(session).equals(Optional.of(deployment.digest()))) {
			session.setAttribute(SESSION, deployment.digest() + " " + this.clock.millis());
		}
	}

	/**
	 * The deployment that makes the tokens of a token request.
	 * @param authorization what the client was authorized to, or null if nobody signed in
	 * @param grantType how it asks for a token
	 * @param client the identifier of the client
	 * @throws LostDeploymentException if the authorization began with one that is gone
	 * @throws InvalidPreviewException if the client does not get the preview that it asks
	 * for
	 */
	public Optional<Deployment> of(@Nullable OAuth2Authorization authorization,
			@Nullable AuthorizationGrantType grantType, String client) {
		HttpServletRequest request = request();
		Optional<Preview> asked = (request != null) ? this.previews.of(parameters(request), client) : Optional.empty();
		if (request != null && asked.isPresent()) {
			if (!AuthorizationGrantType.CLIENT_CREDENTIALS.equals(grantType) || asked.get().user().isPresent()) {
				throw new InvalidPreviewException(asked.get().user().isPresent() ? "The preview is for a user"
						: "A preview begins with an authorization request, or is of the client's own tokens");
			}
			return find(request, asked.get().digest(), asked);
		}
		if (authorization != null && grantType != null && OF_A_SIGN_IN.contains(grantType)
				&& authorization.getAttribute(ATTRIBUTE) instanceof String digest) {
			return (request != null) ? find(request, digest, this.previews.of(authorization))
					: this.deployments.find(digest);
		}
		return this.deployments.live();
	}

	/** The parameters of a request, each with one value or several. */
	public static Map<String, List<String>> parameters(HttpServletRequest request) {
		return request.getParameterMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (parameter) -> Arrays.asList(parameter.getValue())));
	}

	/**
	 * Names the deployment in an authorization that is about to be saved and has no
	 * tokens yet: that of its preview, or of the sign-in, or else the one that it names
	 * already, or else the one that is live.
	 * @param authorization the authorization
	 * @return what to save
	 * @throws OAuth2AuthorizationCodeRequestAuthenticationException if it does not get
	 * the preview that it asks for
	 */
	public OAuth2Authorization pinned(OAuth2Authorization authorization) {
		if (!OF_A_SIGN_IN.contains(authorization.getAuthorizationGrantType())
				|| authorization.getAccessToken() != null) {
			return authorization;
		}
		HttpServletRequest request = request();
		HttpSession session = (request != null) ? request.getSession(false) : null;
		Optional<String> known = Optional.ofNullable(authorization.getAttribute(ATTRIBUTE));
		Optional<String> digest = preview(authorization).map(Preview::digest)
			.or(() -> digest(session).filter((begun) -> !isPreviewed(session, begun)))
			.or(() -> known)
			.or(() -> this.deployments.live().map(Deployment::digest));
		if (session != null && isGiven(authorization)) {
			session.removeAttribute(SESSION);
			session.removeAttribute(PREVIEW);
		}
		if (digest.isEmpty() || digest.equals(known)) {
			return authorization;
		}
		return OAuth2Authorization.from(authorization).attribute(ATTRIBUTE, digest.get()).build();
	}

	/**
	 * Whether a session has a deployment of the preview that it has asked for. An
	 * authorization that does not ask for it, as of a device, has nothing of it.
	 */
	private boolean isPreviewed(@Nullable HttpSession session, String digest) {
		if (session == null || !(session.getAttribute(PREVIEW) instanceof String token)) {
			return false;
		}
		try {
			return this.previews.read(token).digest().equals(digest);
		}
		catch (InvalidPreviewException ex) {
			// Its key is gone, so what the session has may be of it.
			return true;
		}
	}

	private Optional<Preview> preview(OAuth2Authorization authorization) {
		try {
			return this.previews.of(authorization);
		}
		catch (InvalidPreviewException ex) {
			throw new OAuth2AuthorizationCodeRequestAuthenticationException(
					new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, Objects.requireNonNull(ex.getMessage()), null),
					null);
		}
	}

	/** Whether all that the person had to do is done. */
	private static boolean isGiven(OAuth2Authorization authorization) {
		OAuth2Authorization.Token<? extends OAuth2Token> userCode = authorization.getToken(OAuth2UserCode.class);
		return authorization.getToken(OAuth2AuthorizationCode.class) != null
				|| (userCode != null && userCode.isInvalidated());
	}

	private Optional<String> digest(@Nullable HttpSession session) {
		if (session == null || !(session.getAttribute(SESSION) instanceof String pin)) {
			return Optional.empty();
		}
		int space = pin.indexOf(' ');
		long since = Long.parseLong(pin.substring(space + 1));
		return (this.clock.millis() - since < this.hold.toMillis()) ? Optional.of(pin.substring(0, space))
				: Optional.empty();
	}

	private static Optional<Deployment> ofRequest(HttpServletRequest request) {
		return (request.getAttribute(REQUEST) instanceof Deployment deployment) ? Optional.of(deployment)
				: Optional.empty();
	}

	private static @Nullable HttpServletRequest request() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? attributes.getRequest() : null;
	}

}
