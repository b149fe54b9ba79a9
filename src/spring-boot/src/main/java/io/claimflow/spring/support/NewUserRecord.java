package io.claimflow.spring.support;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Notes that the record of a user was made in the request that signs the user in.
 */
public final class NewUserRecord {

	/** The request attribute, whose name is public where a sign-in is described. */
	public static final String ATTRIBUTE = "io.claimflow.spring.signin.SignInEventDetails.NEW_USER_RECORD";

	private NewUserRecord() {
	}

	/** The current request has made a record, if there is a request. */
	public static void made() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			request.setAttribute(ATTRIBUTE, true, RequestAttributes.SCOPE_REQUEST);
		}
	}

}
