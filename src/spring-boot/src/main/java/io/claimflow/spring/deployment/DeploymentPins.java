package io.claimflow.spring.deployment;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Trigger;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Which deployment the next step of an authorization runs: that with which it began. Its
 * digest goes along with the session while somebody signs in, and from then on with the
 * authorization in the application's store, so it does not matter on which node a step
 * arrives. A token request that needs no sign-in, as a refresh does, begins anew.
 */
public final class DeploymentPins {

	/** The attribute of an authorization that names its deployment: a digest. */
	static final String ATTRIBUTE = "io.claimflow.deployment";

	/** A text, as every kind of session keeps one: the digest, and when it was noted. */
	private static final String SESSION = DeploymentPins.class.getName();

	/** A deployment: it stays within the request. */
	private static final String REQUEST = DeploymentPins.class.getName();

	/** A sign-in begins with each of these. */
	private static final Set<Trigger> BEGINNINGS = Set.of(Trigger.EXISTING_PASSWORD_PROVIDED, Trigger.PRE_REGISTRATION,
			Trigger.POST_AUTHENTICATION);

	private static final Set<AuthorizationGrantType> OF_A_SIGN_IN = Set.of(AuthorizationGrantType.AUTHORIZATION_CODE,
			AuthorizationGrantType.DEVICE_CODE);

	private final Deployments deployments;

	private final Duration hold;

	private final InstantSource clock;

	/**
	 * Creates the pins.
	 * @param hold how long a sign-in goes on with the deployment that it began with
	 */
	DeploymentPins(Deployments deployments, Duration hold, InstantSource clock) {
		this.deployments = deployments;
		this.hold = hold;
		this.clock = clock;
	}

	/**
	 * The deployment that runs at a trigger in the current request; to ask changes
	 * nothing.
	 * @param trigger the trigger, of a sign-in or a form
	 * @throws LostDeploymentException if the sign-in began with one that is gone
	 */
	public Optional<Deployment> at(Trigger trigger) {
		HttpServletRequest request = request();
		if (request == null) {
			return this.deployments.live();
		}
		if (trigger.equals(Trigger.PRE_MFA)) {
			Optional<String> digest = digest(request.getSession(false));
			if (digest.isPresent()) {
				return this.deployments.find(digest.get());
			}
		}
		return ofRequest(request).flatMap((deployment) -> this.deployments.find(deployment.digest()))
			.or(this.deployments::live);
	}

	/**
	 * Somebody signs in: the rest of the sign-in runs what is live now, or what the
	 * request has begun with already.
	 */
	public void begin(HttpServletRequest request) {
		if (ofRequest(request).isEmpty()) {
			this.deployments.live().ifPresent((live) -> request.setAttribute(REQUEST, live));
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
	 * The deployment that makes the tokens of an authorization.
	 * @param authorization what the client was authorized to, or null if nobody signed in
	 * @param grantType how it asks for a token
	 * @throws LostDeploymentException if the authorization began with one that is gone
	 */
	public Optional<Deployment> of(@Nullable OAuth2Authorization authorization,
			@Nullable AuthorizationGrantType grantType) {
		if (authorization != null && grantType != null && OF_A_SIGN_IN.contains(grantType)
				&& authorization.getAttribute(ATTRIBUTE) instanceof String digest) {
			return this.deployments.find(digest);
		}
		return this.deployments.live();
	}

	/**
	 * Names the deployment in an authorization that is about to be saved and has no
	 * tokens yet: that of the sign-in, or else the one that it names already, or else the
	 * one that is live.
	 * @param authorization the authorization
	 * @return what to save
	 */
	public OAuth2Authorization pinned(OAuth2Authorization authorization) {
		if (!OF_A_SIGN_IN.contains(authorization.getAuthorizationGrantType())
				|| authorization.getAccessToken() != null) {
			return authorization;
		}
		HttpServletRequest request = request();
		HttpSession session = (request != null) ? request.getSession(false) : null;
		Optional<String> known = Optional.ofNullable(authorization.getAttribute(ATTRIBUTE));
		Optional<String> digest = digest(session).or(() -> known)
			.or(() -> this.deployments.live().map(Deployment::digest));
		if (session != null && isGiven(authorization)) {
			session.removeAttribute(SESSION);
		}
		if (digest.isEmpty() || digest.equals(known)) {
			return authorization;
		}
		return OAuth2Authorization.from(authorization).attribute(ATTRIBUTE, digest.get()).build();
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
