package io.claimflow.binding;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.claimflow.Workflow;
import io.claimflow.encryption.SecureBody;
import io.claimflow.fetch.FetchRequest;
import io.claimflow.fetch.FetchHandler;
import io.claimflow.kinde.KindeGlobals;

/**
 * {@code kinde.secureFetch(url, options)}: a call whose body is encrypted with the key of
 * the workflow. Whatever else it does, it does as {@code kinde.fetch}.
 *
 * @see SecureBody
 */
final class SecureFetchBinding implements Binding {

	private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");

	@Override
	public String name() {
		return "kinde.secureFetch";
	}

	/** Kinde gives it to workflows that declare {@code kinde} alone, too. */
	@Override
	public boolean granted(Workflow workflow) {
		return workflow.bindingNames().contains(name()) || workflow.bindingNames().contains(KindeGlobals.NAMESPACE);
	}

	@Override
	public String script() {
		return "fetch.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return FetchBinding.functions(run, (request) -> start(run, request));
	}

	private static String start(RunScope run, String request) {
		FetchHandler fetcher = FetchBinding.fetcher(run);
		FetchRequest encrypted = encrypted(run, FetchBinding.read(request));
		return run.begin(() -> FetchBinding.begin(run, fetcher, encrypted));
	}

	private static FetchRequest encrypted(RunScope run, FetchRequest request) {
		String body = request.body();
		if (body == null || !METHODS.contains(request.method().toUpperCase(Locale.ROOT))) {
			throw new HostFunctionException(
					"kinde.secureFetch sends an encrypted body: give it a body, and the method POST, PUT or PATCH");
		}
		return new FetchRequest(request.method(), request.url(), request.headers(),
				SecureBody.encrypt(run.secureFetchKey(), body), request.redirect());
	}

}
