package io.claimflow.demo.web;

import io.claimflow.demo.mail.Mailbox;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page that shows the mail which a real server would send.
 */
@Controller
class MailController {

	private final Mailbox mailbox;

	MailController(Mailbox mailbox) {
		this.mailbox = mailbox;
	}

	@GetMapping("/mail")
	String mail(Model model) {
		model.addAttribute("mails", this.mailbox.mails());
		return "mail";
	}

}
