package io.claimflow.spring.server;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

/**
 * RSA keys and signatures from native code, where the platform has it. The JDK's take
 * twenty times as long with the cheap compiler that tests run with: a fifth of the time
 * of all tests here.
 */
public final class QuickRsa extends Provider {

	private QuickRsa(Provider provider) {
		super("QuickRsa", "1", "RSA keys and signatures of " + provider.getName());
		add(provider, "KeyPairGenerator", "RSA");
		add(provider, "Signature", "SHA256withRSA");
	}

	private void add(Provider provider, String type, String algorithm) {
		Service service = provider.getService(type, algorithm);
		putService(new Service(this, type, algorithm, service.getClassName(), null, null) {
			@Override
			public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
				return service.newInstance(parameter);
			}
		});
	}

	/**
	 * Makes these the first that are asked for, in the whole virtual machine.
	 */
	public static void install() {
		if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
			Security.insertProviderAt(new QuickRsa(AmazonCorrettoCryptoProvider.INSTANCE), 1);
		}
	}

}
