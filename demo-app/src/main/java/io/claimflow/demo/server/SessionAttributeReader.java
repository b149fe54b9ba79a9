package io.claimflow.demo.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.ConfigurableObjectInputStream;
import org.springframework.core.convert.converter.Converter;

/**
 * Reads an attribute of a session from the database. It makes objects of known classes
 * alone, so that whoever can write to the table cannot have others made. What this node
 * cannot read, since a newer version or an older one wrote it, is not there: at worst
 * somebody signs in again.
 */
final class SessionAttributeReader implements Converter<byte[], @Nullable Object> {

	private static final Logger logger = LoggerFactory.getLogger(SessionAttributeReader.class);

	private static final ObjectInputFilter KNOWN = ObjectInputFilter.Config.createFilter(
			"maxdepth=100;maxarray=100000;maxrefs=100000;java.lang.*;java.util.**;java.time.**;java.math.*;java.net.URL;"
					+ "jakarta.servlet.http.Cookie;org.springframework.security.**;"
					+ "org.springframework.util.LinkedMultiValueMap;org.springframework.util.MultiValueMapAdapter;"
					+ "org.springframework.web.servlet.FlashMap;io.claimflow.**;!*");

	@Override
	public @Nullable Object convert(byte[] source) {
		try (ObjectInputStream in = new ConfigurableObjectInputStream(new ByteArrayInputStream(source),
				getClass().getClassLoader())) {
			in.setObjectInputFilter(KNOWN);
			return in.readObject();
		}
		catch (InvalidClassException | ClassNotFoundException ex) {
			logger.warn("An attribute of a session is of a class that this node does not know or take: {}",
					ex.getMessage());
			return null;
		}
		catch (IOException ex) {
			throw new IllegalStateException("An attribute of a session cannot be read from the database", ex);
		}
	}

}
