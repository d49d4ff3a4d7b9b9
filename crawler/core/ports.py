"""Ports on which other services than the web live.

A request written by somebody else must not talk to a mail server or a line printer: some take an
HTTP request for a few wrong commands and one right one.

Source: WHATWG Fetch, "Port blocking": the list that browsers refuse.
"""

BLOCKED = frozenset(
    map(
        int,
        # tcpmux, echo, discard, systat, daytime, netstat, qotd, chargen, ftp, ssh, telnet, smtp
        "0 1 7 9 11 13 15 17 19 20 21 22 23 25 "
        # time, name, nicname, domain, tftp, finger, supdup, hostname, iso-tsap, gppitnp, acr-nema
        "37 42 43 53 69 77 79 87 95 101 102 103 104 "
        # pop2, pop3, sunrpc, auth, sftp, uucp-path, nntp, ntp, epmap, netbios, imap, snmp, bgp
        "109 110 111 113 115 117 119 123 135 137 139 143 161 179 "
        # ldap, svrloc, submissions, exec, login, shell, printer, tempo, courier, chat, netnews, uucp
        "389 427 465 512 513 514 515 526 530 531 532 540 "
        # afp, rtsp, remotefs, nntps, submission, syslog-conn, ldaps, ftps, imaps, pop3s
        "548 554 556 563 587 601 636 989 990 993 995 "
        # h323, pptp, nfs, apple-sasl, npp, sieve, sip, x11, sane, irc, osaut, ircs, amanda
        "1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 "
        "10080".split(),
    )
)
