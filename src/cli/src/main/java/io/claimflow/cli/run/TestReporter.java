package io.claimflow.cli.run;

import java.io.StringWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import io.claimflow.LogLine;
import io.claimflow.testing.TestReport;
import io.claimflow.testing.TestResult;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A form in which the results of tests are written. */
enum TestReporter {

	/** For people, to whom it is shown while tests run: see {@link TestDisplay}. */
	terminal {
		@Override
		String text(TestReport report) {
			return "";
		}
	},

	/** The XML of JUnit, which CI systems read. */
	junit {
		@Override
		String text(TestReport report) {
			StringWriter text = new StringWriter();
			try {
				XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
				xml.writeStartDocument("UTF-8", "1.0");
				xml.writeStartElement("testsuites");
				counts(xml, "claimflow", report.results(), report.duration());
				for (Map.Entry<String, List<TestResult>> file : byFile(report).entrySet()) {
					xml.writeStartElement("testsuite");
					counts(xml, file.getKey(), file.getValue(), sum(file.getValue()));
					for (TestResult result : file.getValue()) {
						test(xml, result);
					}
					xml.writeEndElement();
				}
				xml.writeEndElement();
				xml.writeEndDocument();
			}
			catch (XMLStreamException ex) {
				throw new IllegalStateException("Text could not be written as XML", ex);
			}
			return text + System.lineSeparator();
		}

		private void counts(XMLStreamWriter xml, String name, List<TestResult> results, Duration time)
				throws XMLStreamException {
			xml.writeAttribute("name", valid(name));
			xml.writeAttribute("tests", Integer.toString(results.size()));
			xml.writeAttribute("failures",
					Long.toString(results.stream().filter(TestResult.Failed.class::isInstance).count()));
			xml.writeAttribute("skipped",
					Long.toString(results.stream().filter(TestResult.Skipped.class::isInstance).count()));
			xml.writeAttribute("time", seconds(time));
		}

		private void test(XMLStreamWriter xml, TestResult result) throws XMLStreamException {
			xml.writeStartElement("testcase");
			xml.writeAttribute("classname", valid(result.test().file()));
			xml.writeAttribute("name", valid(result.test().name()));
			xml.writeAttribute("time", seconds(time(result)));
			if (result instanceof TestResult.Failed failed) {
				xml.writeStartElement("failure");
				xml.writeAttribute("message", valid(failed.failure().message()));
				xml.writeCharacters(valid(failed.failure().text()));
				xml.writeEndElement();
			}
			else if (result instanceof TestResult.Skipped) {
				xml.writeEmptyElement("skipped");
			}
			xml.writeEndElement();
		}

		/** XML 1.0 knows no other control characters. */
		private String valid(String text) {
			return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
		}

		private String seconds(Duration time) {
			return "%d.%03d".formatted(time.toSeconds(), time.toMillisPart());
		}
	},

	/** For programs. */
	json {
		@Override
		String text(TestReport report) {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("passed", report.passed().size());
			json.put("failed", report.failed().size());
			json.put("skipped", report.skipped().size());
			json.put("milliseconds", report.duration().toMillis());
			json.put("tests", report.results().stream().map(this::test).toList());
			if (!report.coverage().isEmpty()) {
				json.put("coverage", new Coverage(report.coverage()).json());
			}
			return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(json)
					+ System.lineSeparator();
		}

		private Map<String, Object> test(TestResult result) {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("file", result.test().file());
			json.put("names", result.test().names());
			result.test().location().ifPresent((location) -> json.put("line", location.line()));
			json.put("milliseconds", time(result).toMillis());
			if (result instanceof TestResult.Failed failed) {
				json.put("result", "failed");
				json.put("message", failed.failure().message());
				failed.failure().difference().ifPresent((difference) -> json.put("difference", difference));
				failed.failure().location().ifPresent((location) -> json.put("at", location.toString()));
				json.put("runs", failed.failure().runs().stream().map((run) -> run.json()).toList());
				json.put("log", log(failed.failure().log()));
			}
			else if (result instanceof TestResult.Passed passed) {
				json.put("result", "passed");
				json.put("log", log(passed.log()));
			}
			else {
				json.put("result", "skipped");
			}
			return json;
		}

		private List<String> log(List<LogLine> log) {
			return log.stream().map((line) -> line.level() + " " + line.message()).toList();
		}
	};

	/** The report as text. */
	abstract String text(TestReport report);

	private static Map<String, List<TestResult>> byFile(TestReport report) {
		return report.results()
			.stream()
			.collect(Collectors.groupingBy((result) -> result.test().file(), LinkedHashMap::new, Collectors.toList()));
	}

	private static Duration time(TestResult result) {
		return (result instanceof TestResult.Passed passed) ? passed.duration()
				: (result instanceof TestResult.Failed failed) ? failed.duration() : Duration.ZERO;
	}

	private static Duration sum(List<TestResult> results) {
		return results.stream().map(TestReporter::time).reduce(Duration.ZERO, Duration::plus);
	}

}
