### English, calm and direct, read alike on both sides of the Atlantic; "licence" is the noun. User Management is the group, Users the list,
### Login Methods what German calls Anmeldemethoden. SCIM Access Token and SCIM Base URL are the same words in both languages.

## Frame

layout-skip = Skip to content
layout-menu = Menu
layout-signed-in-as = Signed in as { $name }
nav-label = Customer Portal
nav-dashboard = Dashboard
nav-subscription = Subscription
nav-notifications = Notifications
nav-support = Support
nav-user-management = User Management
nav-users = Users
nav-licences = Licences
nav-scim = SCIM
nav-groups = Groups
nav-settings = Account Settings
nav-methods = Login Methods
nav-security = Security
nav-audit = Audit log
export-csv = As CSV
export-json = As JSON
nav-profile = My profile
nav-help = Help
nav-start = Home
nav-download = Download the app
contact-lead = Questions? Our support team is here to help:
contact-none = Questions? Contact the { $brand } support team.
sign-in = Sign in
sign-out = Sign out
cancel = Cancel
save = Save
close = Close
continue = Continue
none = none
copy = Copy
copy-done = Copied
copy-refused = Selected: copy it with Ctrl+C or ⌘C
switched-on = on
switched-off = off
admins-only-title = This area is for admins
admins-only-text = Only admins can set up SCIM and change the user management. Please contact the admins of your company.
learn-more-scim = Learn more: setting up SCIM
learn-more-licences = How to increase or reduce your licences
form-errors = Please check what you entered
paging-label = Pages
paging-previous = Previous
paging-next = Next

## Time

when-stamp = { $date } at { $time }
when-today = today at { $time }
when-within = on { $date } at { $time }
when-within-today = today at { $time }
when-now = just now
when-minutes = { $n } min ago
when-hours = { $n } h ago
when-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

## Fields

field-email = Email address
field-password = Password
field-current-password = Current password
field-new-password = New password
field-new-password-hint = At least { $least } characters. Several words in a row are easy to remember and hard to guess.
field-repeat-password = Repeat new password
field-name = Name
field-company = Company
field-code = One-time code
field-code-hint = Six digits from your authenticator app, or a recovery code.
error-email = Enter a valid email address, for example name@company.com.
password-good = Hard to guess.
error-password-missing = Enter your password.
error-password-short = The password needs at least { $least } characters.
error-password-long = The password can be at most 1024 bytes long.
error-password-guessable = This password is too easy to guess{ $why ->
    [common] : it is on lists of common passwords.
    [row] : it follows the order of keys, letters or digits.
    [repeats] : it repeats itself.
    [date] : a date or a year is quickly tried.
    [word] : a word or a name alone is quickly tried.
   *[other] .
} Take several words that have nothing to do with you or your company.
error-password-differs = The two entries do not match.
error-current-password = The current password is not right.
error-name = Enter a name of at most 256 characters.
error-method-missing = Choose a login method.
error-method-not-enabled = This login method has been turned off. Choose another one or turn it back on.

## Signing in

sign-in-title = Sign in
sign-in-heading = Sign in to { $brand }
sign-in-signed-out = You are signed out.
sign-in-password-changed = Your new password is saved. Use it to sign in.
sign-in-session-ended = Please sign in to continue.
sign-in-refused = Email address and password do not match.
sign-in-throttled = Too many attempts. Wait a few minutes, then try again.
sign-in-passkey-refused = This passkey does not work here. Try again, or use your password.
forgot-link = Forgot your password?
sign-in-other = Without a password
sign-in-with = Sign in with { $method }
sign-in-company = Company login
back-to-sign-in = Back to sign-in
forgot-title = Forgot your password
forgot-lead = We will send you a link to set a new password.
forgot-send = Send link
forgot-sent-title = Check your inbox
forgot-sent-text = If there is an account with email & password for this address, the link is on its way. It is valid for 60 minutes. Please check your spam folder, too.
new-password-title = Set a new password
new-password-lead = This ends all your other sessions. You then sign in with the new password.
new-password-save = Save password
new-password-dead-title = This link is no longer valid
new-password-dead-text = It has already been used or is older than 60 minutes.
new-password-dead-again = Request a new link
sign-up-lead-in = New here?
sign-up-link = Create a test account
sign-up-title = Create a test account
sign-up-lead = Free for 14 days, no payment details needed. We will send you an email; its link takes you to your account.
sign-up-person = Your name
sign-up-send = Send link
sign-up-sent-title = Check your inbox
sign-up-sent-text = An email with the next step is on its way. Its link is valid for 24 hours. Please check your spam folder, too.
sign-up-off-title = You cannot sign up here yourself
sign-up-off-text = Your company invites you to { $brand }. For a new account, please contact the support team.
sign-up-confirm-title = Confirm your test account
sign-up-confirm-lead = Set a password, and your test account is ready.
sign-up-dead-text = It has already been used or is older than 24 hours.
sign-up-known-title = There is already an account for this address
sign-up-known-text = Please sign in to it.
sign-up-name-taken = There is already an account with this name. Choose a more specific one, for example with the place or the legal form.
choose-account-title = Choose an account
choose-account-lead = Your sign-in matches several accounts. Which one would you like to open?

## Home and overview

start-title = Hello, { $name }
start-steps-left = { $n ->
    [one] Continue setting up: one step left
   *[other] Continue setting up: { $n } steps left
}
overview-scim-title = What is SCIM?
scim-explained = SCIM keeps your users in step with your identity provider, automatically. People you add there receive an invitation to { $brand }; people you remove there lose access.
overview-people = { $active } active, { $invited } invited
test-until = Test account until { $date }
test-days-left = { $n ->
    [one] Test account: { $n } day left, until { $date }
   *[other] Test account: { $n } days left, until { $date }
}
test-over-title = Your test ended on { $date }
test-over-text = Everything is still there, and everybody who is in keeps their access. You can invite new people again once you have chosen a plan.
test-included = You can invite up to { $people } people without licences and without cost. The test ends by itself; there is nothing to pay.
test-not-included = SCIM is not included: it is available with Premium only.
test-choose = Choose a plan
test-choose-plan = Choose { $plan }
test-confirm-title = Choose { $plan }?
test-confirm-text = { $n ->
    [0] Your test ends at once. Nobody is an app user yet, so you start without licences and add them when you need them.
    [one] Your test ends at once. You get { $n } licence, for the person who is an app user now. The rest of this month is charged.
   *[other] Your test ends at once. You get { $n } licences, for everybody who is an app user now. The rest of this month is charged.
}
test-confirm = Take { $plan } now
invite-test-over = Your test is over. Choose a plan to invite people again.
invite-test-full = A test account can have at most { $most } people. With a plan there is no such limit.
effect-test = In a test account this costs nothing.
overview-licences-test = Nobody needs a licence in a test account.
overview-licences-automatic = The number adjusts automatically.
overview-licences-free = { $n ->
    [one] { $n } licence is free.
   *[other] { $n } licences are free.
}
overview-to-users = Go to Users
overview-to-licences = Go to Licences
overview-to-scim = Go to the SCIM connection
overview-scim-activate = Set up SCIM
overview-scim-off = Users do not arrive automatically yet.
overview-scim-waiting = Your identity provider has not sent anything yet.
overview-scim-connected = Users arrive automatically.
overview-scim-revoked = Changes from your identity provider do not arrive.
overview-scim-lapsing = Users still arrive by themselves, but not for much longer.
overview-scim-held = Many removals at once are waiting for you to confirm them.
overview-scim-held-chip = Emergency brake
scim-off = not active
scim-waiting = waiting
scim-connected = connected
scim-revoked = revoked

## Dashboard

dashboard-set-up = Everything is set up. Now assign people in your identity provider.
dashboard-steps-title = Your first three steps
dashboard-step-methods = 1. Choose a login method
dashboard-step-methods-text = Decide how people sign in. The kind of invitation they receive depends on it.
dashboard-step-scim = 2. Activate SCIM
dashboard-step-scim-text = You receive a SCIM Access Token and a SCIM Base URL for your identity provider.
dashboard-step-invite = 2. Invite people
dashboard-step-invite-text = In a test account you do that by hand, without licences and without cost.
dashboard-step-plan = 3. Choose a plan
dashboard-step-plan-text = If you like it: with Premium your identity provider invites people automatically.
dashboard-step-people = 3. Assign people
dashboard-step-people-text = People you assign in the identity provider are invited by the Customer Portal automatically.
dashboard-step-people-link = Read the guide
dashboard-setup-title = Setup
dashboard-check-scim = SCIM activated
dashboard-check-scim-text = Needs a valid SCIM Access Token.
dashboard-check-request = First request arrived
dashboard-check-request-text = Your identity provider calls with the token for the first time.
dashboard-last-request = Last request
dashboard-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
dashboard-licences = { $taken } of { $total }
dashboard-invited = Open invitations
dashboard-invited-text = { $n ->
    [one] { $n } person is active.
   *[other] { $n } people are active.
}
dashboard-to-invited = View invitations
dashboard-events-title = Latest
dashboard-to-audit = Go to the audit log

## SCIM

scim-title = Automatic user management with SCIM
scim-s0-title = Only admins can set up SCIM.
scim-s1-title = SCIM comes with Premium
scim-s1-text = SCIM is available with Premium only.
scim-s2-title = Turn on the automatic adjustment of licences
scim-s2-text = The automatic adjustment of licences must be turned on. Each new person adds 1 licence, billed pro rata.
scim-s3-title = Turn on a login method first
scim-s3-text = Your users accept their invitation with it, and sign in with it later.
scim-s4-title = Activate SCIM
scim-s4-text = Choose the login method your users are invited with.
scim-activate = Activate
scim-change-methods = Change login methods
scim-preview-methods = Show the login methods and their invitations
scim-more-methods = More login methods
scim-not-eligible = SCIM was not activated because a requirement is not met. Please check the list below.
check-label = Requirements for SCIM
check-done = Met
check-missing = Missing
check-premium = Premium account
check-premium-text = SCIM is included in the Premium plan.
check-automatic = Automatic adjustment of licences
check-automatic-text = The number of licences follows the number of your users.
check-automatic-fix = Turn on now
check-automatic-more = More about licences
check-method = Login method
check-method-text = At least one method that is turned on and that people can sign in with.
check-method-fix = Go to Login Methods
plan-change = Change plan
plan-requested = Your request #{ $reference } to change the plan is on its way. We will get back to you.
plan-request-open = Request #{ $reference } to change the plan is in progress.
plan-basic = Basic
plan-connect = Connect
plan-premium = Premium
offer-legend = Login method
offer-preview = What the invitation looks like
offer-preview-mail = The email and the invitation page say:
offer-connected = SCIM is already active for it.
offer-disabled = Turned off in Login Methods.
offer-not-offered = Not available: sign-in with { $method } is not set up in this installation.
offer-not-configured = Not set up yet: set up { $method } under Login Methods first.
offer-not-usable = Nobody can sign in with { $method } here. Check Login Methods.
method-password = Email & password
method-google = Google
method-microsoft = Microsoft
method-oidc = OIDC
method-saml = SAML
accept-password = Accept invitation
accept-google = Accept with Google
accept-microsoft = Accept with Microsoft
accept-oidc = Accept with company login
accept-saml = Accept with company login
invite-by-password = You set a password and sign in with your email address.
invite-by-google = You accept the invitation with your Google account and sign in with it.
invite-by-microsoft = You accept the invitation with your Microsoft account and sign in with it.
invite-by-oidc = You accept the invitation with your company login and sign in with it.
invite-by-saml = You accept the invitation with your company login and sign in with it.
scim-s6-title = Now set up your identity provider
scim-s6-text = Enter the SCIM Base URL and the SCIM Access Token in your identity provider.
scim-s7-title = Connected
scim-s7-title-client = Connected to { $client }
scim-s7-last = Last request
scim-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
scim-method = Login method
scim-managed-people = Managed people
scim-base-url = SCIM Base URL
scim-to-guide = Open the guide
scim-settings = Settings
scim-profile = Profile
scim-profile-hint = How this connection reads what your identity provider sends. “Automatic” is almost always right.
scim-linking = People who already exist
scim-linking-hint = What happens when your identity provider creates somebody who already exists in your account. Administrators and project managers are never linked without your approval.
scim-inviting = Invitations
scim-inviting-hint = “At the push of a button”: new people appear under Users and hold their licence; you send their invitation there when you are ready.
connection-method = Login method of invitations
connection-method-hint = How people are invited from now on. SCIM Access Token and SCIM Base URL stay the same, and people who have already joined sign in as before.
connection-method-save = Change method
connection-method-only = You can choose another login method for invitations once a second one is turned on under Login Methods.
connection-method-taken = There is already a connection for { $method }.
connection-method-changed = From now on this connection invites with { $method }.
outdated-title = { $n ->
    [one] One open invitation is still for the previous login method
   *[other] { $n } open invitations are still for the previous login method
}
outdated-text = { $n ->
    [one] It keeps working as long as that method is turned on. You can invite again instead.
   *[other] They keep working as long as that method is turned on. You can invite again instead.
}
outdated-send = Invite again
outdated-confirm-title = { $n ->
    [one] Invite one person again with { $method }?
   *[other] Invite { $n } people again with { $method }?
}
outdated-confirm-text = Each of them gets a new email; the link they had stops working.
outdated-sent = { $n ->
    [0] There was nobody to invite again.
    [one] One person is invited again.
   *[other] { $n } people are invited again.
}
inviting-at-once = Send at once
inviting-on-demand = At the push of a button
profile-auto = Automatic
profile-strict = Strictly by the RFC
linking-automatic = Link automatically
linking-ask = Ask first
settings-save = Save
settings-saved = The settings are saved and apply from the next request.
links-title = { $n ->
    [one] Link { $n } person?
   *[other] Link { $n } people?
}
links-text = Your identity provider tried to create these people, but they already exist in your account. People you link keep their rights and their login; from then on, your identity provider determines their name, address and access.
links-decided = Links
links-next = People marked here are linked the next time your identity provider sends them.
links-caption = People your identity provider tried to create
links-asked = Last requested
links-decision = Decision
link-privileged = Administrator or project manager
link-approve = Link
link-approve-name = Link { $name }
link-decline = Decline
link-decline-name = Decline linking { $name }
link-approved = marked
link-declined = declined
link-decided-approved = { $name } will be linked the next time your identity provider sends them.
link-decided-declined = { $name } will not be linked. You can change your mind at any time.
decided-before = This had already been decided. You are looking at the latest state.
brake-title = { $n ->
    [one] Emergency brake: { $n } removal is waiting for you
   *[other] Emergency brake: { $n } removals are waiting for you
}
brake-text = Within minutes, your identity provider deactivated or removed an unusual number of people. Their access has ended; their licences and the deletion periods are on hold until you confirm. If this was a mistake, reactivate the people in your identity provider.
brake-confirm = Confirm removals
brake-confirm-title = { $n ->
    [one] Confirm { $n } removal?
   *[other] Confirm { $n } removals?
}
brake-confirm-text = The licences become free. People removed in your identity provider are deleted here for good in 30 days.
brake-released = { $n ->
    [one] { $n } removal is confirmed. The licence is free.
   *[other] { $n } removals are confirmed. The licences are free.
}
scim-s9-title = Request #{ $reference } is in progress.
scim-s9-text = Your token keeps working until we revoke it. Filed { $at }.
scim-s10-title = The token has been revoked
scim-s10-support = Support revoked the token on { $at }. People keep their access, but changes from your identity provider do not arrive.
scim-s10-support-reason = Support revoked the token on { $at } (reason: { $reason }). People keep their access, but changes from your identity provider do not arrive.
scim-s10-other = The token was revoked on { $at }. People keep their access, but changes from your identity provider do not arrive.
rejected-unknown = Last attempt { $at }: unknown token
rejected-revoked = Last attempt { $at }: revoked token
rejected-other = Last attempt { $at }: token of another connection
rejected-hint-new = Generate a new token and enter it in your identity provider.
rejected-hint = Check that the current SCIM Access Token is entered completely in your identity provider.
token-name = SCIM Access Token
token-created = created { $at } by { $by }
token-never-used = never used
token-last-used = last used
token-new = Generate new token
token-lost = Lost your token?
token-live = There is already a valid token. If it is lost, ask support to revoke it with “Lost your token?”.
token-already-made = Token created { $at } by { $by }. It was visible only once.
token-dialog-title = Your SCIM Access Token
token-dialog-once = You will see this token only now.
token-dialog-advice = Store it where you will find it again, for example in your password manager.
token-dialog-next = When you close this window, you will see the SCIM Base URL.
token-dialog-saved = I have saved the token
token-dialog-unsaved = Token not saved?
token-dialog-unsaved-text = Without the token you cannot set up your identity provider. Nobody can show it again. Close anyway?
token-dialog-unsaved-close = Close without saving
lost-title = Lost your token?
lost-text = We will send your request to the support team. They revoke the old token, then you can generate a new one here. The SCIM Base URL stays the same.
lost-send = Ask support
lost-requested = Request #{ $reference } has reached the support team.
request-withdraw = Withdraw request
request-withdrawn = The request has been withdrawn.
offer-former = Was active until { $at }. If you activate SCIM again, the SCIM Base URL stays the same.
scim-s8-chip = { $n ->
    [one] { $n } notice
   *[other] { $n } notices
}
scim-s11-title = The token has expired
scim-s11-text = The token expired on { $at }. People keep their access, but changes from your identity provider do not arrive.
scim-s12-title = The token is being replaced
scim-s12-unused = The old token works until { $until }. New token: not used yet.
scim-s12-used = The old token works until { $until }. New token: used ✓.
scim-s13-title = SCIM is paused
scim-s13-text = Connection paused by { $by } ({ $at }). People keep their access; meanwhile we refuse requests from your identity provider.
scim-s14-title = SCIM is blocked
scim-s14-premium = SCIM is available with Premium only. People keep their access, but we refuse requests from your identity provider.
scim-s14-automatic = The automatic adjustment of licences is turned off. People keep their access, but we refuse requests from your identity provider.
scim-s14-grace-title = SCIM ends on { $date }
scim-s14-grace-premium = SCIM is available with Premium only. Your connection keeps working until { $at }; after that we refuse requests from your identity provider. People keep their access.
scim-s14-grace-automatic = The automatic adjustment of licences is turned off. Your connection keeps working until { $at }; after that we refuse requests from your identity provider. People keep their access.
scim-s15-title = Deactivate SCIM
scim-s15-not-yet = Thank you for confirming. What you entered is still here, but nothing has changed yet: click “Deactivate SCIM” below once more.
scim-s15-text = The token ends at once and nobody is managed automatically any longer. The history stays, and you can activate SCIM again at any time.
scim-s15-people = { $n ->
    [0] What happens to the managed people?
    [one] What happens to the managed person?
   *[other] What happens to the { $n } managed people?
}
scim-s15-keep = Keep the people
scim-s15-keep-hint = They keep their access, rights and licence. From then on you manage them by hand.
scim-s15-end = Deactivate the people
scim-s15-end-hint = Their access ends at once and their licences become free. You yourself and the last admin stay.
scim-s15-name = Name of your account
scim-s15-name-hint = To confirm, enter “{ $name }”.
scim-deactivate = Deactivate SCIM
scim-is-deactivated = SCIM is deactivated. The history is kept.
error-account-name-differs = This is not the name of your account.
scim-rotating = being replaced
scim-paused = paused
scim-grace = ends soon
scim-blocked = blocked
scim-lost = with support
scim-pause = Pause
scim-pause-heading = Pause
scim-pause-title = Pause SCIM?
scim-pause-text = People keep their access. We refuse requests from your identity provider until you resume the connection.
scim-is-paused = The connection is paused.
scim-resume = Resume
scim-resume-text = The connection is paused. As soon as you resume it, we accept requests again.
scim-is-resumed = The connection is running again.
hints-label = Notices
hint-fix = Fix
hint-silent = Last request { $ago }
hint-silent-text = If something changed on your side, check that provisioning is still running in your identity provider.
hint-expiring = The token expires on { $at }
hint-expiring-text = Replace it before then. The old one keeps working meanwhile.
settings-title = Connection settings
settings-behaviour = Behaviour
token-valid = valid
token-old = being replaced
token-last-used-from = Last used from { $from }
token-valid-until = works until { $at }
token-expires = expires on { $at }
token-ended-expired = expired
token-ended-replaced = replaced
token-ended-withdrawn = discarded
token-ended-deactivated = deactivated
tokens-past = Earlier tokens
token-rotate = Rotate token
token-rotate-lead = Replace the token without any interruption: old and new work side by side for a while.
token-rotate-title = New token while the old one keeps working?
token-rotate-text = You will see the new token only once. Enter it in your identity provider while the old one still works. All admins get an email.
token-support-only = Here, the support team replaces a valid token: they revoke the old one, then you generate a new one.
token-fresh-title = Token not saved?
token-fresh-text = Nobody can show it again. Ask support to revoke it, then generate a new one.
overlap-label = The old token keeps working for
overlap-hour = 1 hour
overlap-day = 1 day
overlap-week = 7 days
lifetime-label = Validity of the token
lifetime-hint = If it expires, we email all admins 30, 7 and 1 day before.
lifetime-unlimited = Does not expire
lifetime-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
lifetime-year = 1 year
old-token-end = Revoke the old one now
old-token-end-title = Revoke the old token (…{ $last4 }) now?
old-token-end-used = The new token is already in use. From now on only this one works.
old-token-end-unused = The new token has never been used. If it is not entered in your identity provider, no more changes will arrive from now on.
old-token-ended = The old token is revoked. From now on only the new one works.
rotation-withdraw = Cancel
rotation-withdraw-title = Discard the new token?
rotation-withdraw-text = The new token ends at once. The old one keeps working as before.
rotation-withdraw-do = Discard new token
rotation-withdrawn = The new token is discarded. The old one keeps working.
rejected-expired = Last attempt { $at }: expired token
rejected-expired-on = Last attempt { $at }: token expired on { $date }
setup-no-token = No valid token
back = Back

## Set-up

setup-back = SCIM
setup-title = Set up your identity provider
setup-lead = Your users are invited with the login method { $method }.
setup-live-title = Connection
setup-live-refresh = Check now
setup-waiting = Waiting for the first request
setup-waiting-new = Waiting for the first request with the new token
setup-waiting-detail = As soon as your identity provider calls, you will see it here.
setup-waiting-detail-onelogin = As soon as your identity provider calls, you will see it here. In OneLogin, approvals are listed under “Pending”.
setup-confirmed = Connection confirmed { $time }
setup-confirmed-client = Connection confirmed { $time } ({ $client })
setup-arrived = { $n ->
    [0] Nobody has arrived yet
    [one] { $n } person has arrived
   *[other] { $n } people have arrived
}
guide-title = { $name }, step by step
guide-generic = Other provider
guide-choice = Your identity provider
guide-choice-text = Your choice shows the right guide and sets the profile of the connection to match.
guide-base-url-elsewhere = the SCIM Base URL from your Customer Portal
guide-base-url-where = You find it in the Customer Portal under User Management → SCIM.
template-title = Check a template
template-hint = Paste your template from OneLogin here. We tell you what we would store and what is missing. Nothing is saved.
template-check = Check template
template-fine = The template is complete.
template-remarks = The template works, but have a look at this:
template-refused = With this template, nobody arrives:
template-caption = What we would store from the template
template-column-attribute = Attribute
template-column-template = In the template
template-column-example = Example
template-too-long = The template is longer than 20,000 characters.
template-not-json = This is not JSON: error in line { $line }, column { $column }.
template-not-object = A template is a JSON object in curly braces.
template-no-schema = “schemas” does not name urn:ietf:params:scim:schemas:core:2.0:User.
template-no-user-name = “userName” is missing. Without it we cannot match anybody.
template-no-emails = “emails” is missing or has no “value”. Without an address nobody can be invited.
template-user-name-no-address = “userName” is not an email address. Set the parameter “scimusername” to “Email”.
template-no-name = No name: people are then called by their address.
template-unknown = We do not know “{ $name }” and skip it.
template-unknown-macro = We do not know { $name }. Check that it has a value in OneLogin.
guide-1 = Sign in to your OneLogin account and open “Applications”.
guide-2-before = Click “Add App” and create a new app named
guide-2-after = .
guide-3 = Go to the “Configuration” tab and enter this SCIM Base URL:
guide-3-token = In the field “SCIM Bearer Token”, enter the SCIM Access Token you saved.
guide-3-template = In the field “SCIM JSON Template”, replace the default template with the one below. The only difference: the email address is the user name, so that we can match the person.
guide-3-download = Download the template as a file
guide-4 = In the “Parameters” tab, edit the parameter “scimusername” and set it to “Email”.
guide-4-phone = You can also add a parameter with the value “Phone”. This is optional.
guide-5 = Go to the “Provisioning” tab and make sure that provisioning is enabled.
guide-5-approval = Under “Create, delete and update user” you decide which changes need approval. Until you approve them, nothing arrives here.
guide-6 = Go back to the “Configuration” tab and enable the API connection.
guide-people-title = Add users
guide-people-existing = If the users already exist in OneLogin, simply assign them the role of the SCIM app. Otherwise:
guide-people-1 = Open “Users → New User” and fill in the fields.
guide-people-2 = Open the “Applications” tab and set the “Default Role” for the user.
guide-people-3 = Click “Pending” and approve “Provisioner”.
guide-people-done = The person receives their invitation right away and appears in

## Request log
log-title = Log
log-lead = What your identity provider sent through this connection ({ $method }) and what came of it. Requests are kept for 30 days; passwords and tokens are never part of them.
log-open = Log
log-all = Log
log-search = Person or reference
log-search-hint = Beginning of name or email address
log-outcome = Outcome
log-outcome-fine = Accepted
log-outcome-refused = Refused
log-outcome-failed = Failed
log-outcome-unchanged = Unchanged
log-operation = Kind
log-changes = Changes only
log-time = Period
log-time-hour = last hour
log-time-day = last 24 hours
log-time-week = last 7 days
log-time-all = 30 days
log-go = Show
log-reset = Show all
log-column-request = Request
log-column-when = Time
log-column-took = Duration
log-took = { $ms } ms
log-empty-title = No request yet
log-empty-text = As soon as your identity provider calls, you will see every request here with its outcome.
log-none-title = No matches
log-none-text = No request matches this choice.
log-newest = Newest
log-older = Older
log-shown = { $n ->
    [one] 1 request
   *[other] { $n } requests
}
log-troubles = Refused in the last 24 hours
log-trouble = { $n ->
    [one] 1 request: { $cause }
   *[other] { $n } requests: { $cause }
}
log-only-cause = Only: { $cause }
log-results = { $n ->
    [one] 1 match
   *[other] { $n } matches
}
log-export-csv = As CSV
log-export-json = As JSON
log-op-list = Look for { $what }
log-op-read = Read { $what }
log-op-create = Create { $what }
log-op-replace = Replace { $what }
log-op-change = Change { $what }
log-op-delete = Delete { $what }
log-op-bulk = Bulk request
log-op-discovery = Read the description
log-op-other = Other request
log-kind-person = person
log-kind-group = group
log-kind-entry = entry
log-facts = Details
log-detail-text = Response text
log-status = Status
log-person = Person
log-person-all = All requests about this person
log-client = Client
log-ip = IP address
log-call = Call
log-token = Token
log-reference = Reference
log-asked = Sent
log-answered = Answered
log-no-body = No content.
log-not-kept = { $size } bytes. The content is not kept: it is too large, was only read, or cannot be read and might contain a secret.
log-support = Copy for support
log-support-text = These details help our support team; they contain no secrets.
log-gone-title = This request is no longer here
log-gone-text = Requests are kept for 30 days. New ones appear here within a second.
log-arrived-last = Latest: { $names }
rehearsal-title = Test the connection
rehearsal-lead = We play your identity provider: a test person is created through your SCIM Base URL, found, changed, deactivated and deleted. They get no email, cost no licence and appear nowhere.
rehearsal-speaker = Speak as
rehearsal-start = Start the test
rehearsal-again = Test again
rehearsal-fine = { $n ->
    [one] { $who }: 1 step went well
   *[other] { $who }: { $n } steps went well
}
rehearsal-failed = { $n ->
    [one] { $who }: 1 step went wrong
   *[other] { $who }: { $n } steps went wrong
}
rehearsal-nothing-stays = Nothing is left of the test person. The steps appear in the log as a connection test.
rehearsal-under-way = A test is under way
rehearsal-under-way-text = Wait a moment, then start it again.
rehearsal-not-asked = The test could not start
rehearsal-not-asked-text = Your SCIM Base URL could not be reached from here. The reason given:
rehearsal-steps = Steps
rehearsal-step-column = Step
rehearsal-step-fine = Fine
rehearsal-step-failed = Went wrong
rehearsal-step-skipped = Skipped
rehearsal-why-lacks = { $what ->
    [patch] the service says that it has no PATCH
    [filter] the service says that it has no filters
    [sort] the service says that it has no sorting
    [etag] the service says that it has no ETags
   *[groups] the service says that it has no groups
}
rehearsal-why-not-given = no step before gave the { $name } that this needs
rehearsal-why-no-answer = no answer that can be read
rehearsal-why-status = the status is { $found }, not { $wanted }
rehearsal-why-redirect = the status is { $found }, not { $wanted }; it points to { $target }, where the token is not sent
rehearsal-why-or = { $some } or { $one }
rehearsal-why-media-type = the content type is “{ $found }”, not application/scim+json
rehearsal-why-no-json = the body is no JSON
rehearsal-why-no-scim-error = the body is no SCIM error (RFC 7644 3.12): schemas does not name it
rehearsal-why-error-status = the error’s status is { $found }, not "{ $wanted }"
rehearsal-why-keyword = scimType is “{ $found }”, not { $wanted }
rehearsal-why-header = the header { $name }
rehearsal-why-value = { $at } is { $found }, not { $wanted }
rehearsal-why-kind = { $wanted ->
    [text] { $at } is { $found }, not a text
    [boolean] { $at } is { $found }, not true or false
    [integer] { $at } is { $found }, not a whole number
    [list] { $at } is { $found }, not a list
   *[absent] { $at } is { $found }, not left out
}
rehearsal-why-holds-no = { $at } holds nothing with { $wanted }
rehearsal-why-still-holds = { $at } still holds something with { $unwanted }
rehearsal-why-too-many = { $at } is { $found }, more than { $most }
rehearsal-badge = Connection test
rehearsal-step = This request was a step of “Test the connection”. Nothing of it remains.
log-last-try = Last attempt { $at }: { $cause }
cause-token-missing = No token sent
fix-token-missing = The request came without a SCIM Access Token. Enter it in the field for the token; the identity provider then sends it as “Authorization: Bearer”.
cause-token-malformed = Token incomplete
fix-token-malformed = What was sent is not one of our SCIM Access Tokens: often the beginning or the end gets lost when pasting. Paste the saved token again in full, without “Bearer” in front of it and without spaces.
cause-token-unknown = Token unknown
fix-token-unknown = This token never belonged to your account. Enter the token that was shown when SCIM was activated. If you no longer have it, choose “Lost your token?” on the SCIM page.
cause-token-revoked = Token revoked
fix-token-revoked = The identity provider still uses a token that was revoked. Enter the current SCIM Access Token, or generate a new one on the SCIM page.
cause-token-expired = Token expired
fix-token-expired = This token is past its date. Generate a new one on the SCIM page and enter it.
cause-token-of-other-connection = Token of another connection
fix-token-of-other-connection = The token is valid but belongs to another SCIM connection of your account. SCIM Base URL and SCIM Access Token must come from the same connection.
cause-too-many-bad-tokens = Too many wrong tokens
fix-too-many-bad-tokens = Many requests with a wrong token came from this address in a short time. Enter the right token; after a minute, tokens are checked again.
cause-too-many-requests = Too many requests at once
fix-too-many-requests = The identity provider sent more requests than one token may. It repeats them by itself after the time we tell it; there is nothing you need to do.
cause-not-premium = Account without Premium
fix-not-premium = SCIM is available with Premium only. Change the plan on the SCIM page; then requests are accepted again.
cause-no-automatic-licences = Automatic adjustment of licences is off
fix-no-automatic-licences = Switch the automatic adjustment on under Licences; then requests are accepted again.
cause-paused = Connection paused
fix-paused = An administrator paused this connection. Resume it on the SCIM page; then requests are accepted again.
cause-no-endpoint = No such address
fix-no-endpoint = SCIM does not answer at this address. Enter the SCIM Base URL exactly as the SCIM page shows it, without “/Users” at its end.
cause-bad-method = Method not accepted here
fix-bad-method = The identity provider used a method that this address does not support. Usually the SCIM Base URL was entered with too much or too little at its end.
cause-not-there = Not found
fix-not-there = This connection manages no person and no group with this id. If the person was removed here, the identity provider creates them again once you reassign them there.
cause-discovery-filtered = No filter possible here
fix-discovery-filtered = The description of the interface cannot be filtered. Provisioning works all the same.
cause-me-unsupported = There is no “/Me”
fix-me-unsupported = A SCIM Access Token belongs to a connection, not to a person. Let your identity provider's connection test use “/Users” or “/ServiceProviderConfig”.
cause-too-large = Request too large
fix-too-large = The content is larger than allowed. Let the identity provider send fewer entries in one request.
cause-media-type = Wrong content type
fix-media-type = The content must be sent as “application/scim+json” or “application/json”. You set that in the identity provider's own headers or templates.
cause-not-acceptable = No answer in this format
fix-not-acceptable = The “Accept” header leaves JSON out. It has to name “application/scim+json” or “application/json”, or be missing altogether. You set that in the identity provider's own headers or templates.
cause-invalid-syntax = Content cannot be read
fix-invalid-syntax = What the identity provider sent is not valid SCIM. If you use a JSON template of your own, a comma or a bracket is often missing; the response text below names the place.
cause-changed-meanwhile = Changed meanwhile
fix-changed-meanwhile = Somebody else changed the entry at the same time. The identity provider reads it again and retries.
cause-email-missing = Email address is missing
fix-email-missing = Without an email address nobody can be invited. Map “emails” or “userName” to the person's email address.
cause-email-invalid = Email address not valid
fix-email-invalid = What was sent is not an email address. Correct it for this person in the identity provider, or map “emails” to the right field.
cause-attribute-missing = Required value is missing
fix-attribute-missing = An attribute that must be there is missing or empty; the response text below names it. Fill in the field at the person, or complete the mapping.
cause-value-invalid = Value does not fit
fix-value-invalid = A value does not fit its attribute; the response text below names it. Change the value at the person, or the mapping.
cause-member-unknown = Member unknown
fix-member-unknown = Somebody whom this connection does not manage was to join the group. Assign the person to the app first; then they can become a member.
cause-group-nested = Group within a group
fix-group-nested = A group cannot be a member of a group here. Assign the people of the inner group directly.
cause-filter-invalid = Search not understood
fix-filter-invalid = The identity provider looked for something that does not exist in this way. Use “userName” or “externalId” as the matching attribute.
cause-filter-too-expensive = Search takes too long
fix-filter-too-expensive = This search goes through too many people. Use “userName” or “externalId” as the matching attribute; these are found at once.
cause-cursor-invalid = Paging broke off
fix-cursor-invalid = The identity provider asked for the next part of a list with a position from another search. It starts over with the next cycle.
cause-cursor-expired = Paging resumed too late
fix-cursor-expired = Too much time passed between two pages of a list. The identity provider starts over with the next cycle.
cause-count-invalid = Page size does not fit
fix-count-invalid = The number of entries per page is outside of what is allowed. Set at most 200 in the identity provider.
cause-path-invalid = No such attribute
fix-path-invalid = The identity provider wanted to change an attribute that does not exist here; the response text below names it. Remove it from the mapping, or declare it as an attribute of your own.
cause-no-target = Nothing to change
fix-no-target = The change refers to a value that the person does not have, such as a second address. Check the mapping of lists such as “emails” and “phoneNumbers”.
cause-immutable = Attribute cannot be changed
fix-immutable = We set this attribute ourselves. Remove it from the mapping.
cause-last-administrator = Last administrator protected
fix-last-administrator = The person is the last administrator of your account and therefore keeps their access. Give somebody else the right “Administrator” under Users first.
cause-already-managed = Person exists already
fix-already-managed = This connection already manages a person with this user name or email address. Look for a duplicate in the identity provider and remove it.
cause-another-external-id = User name belonged to somebody else
fix-another-external-id = A deactivated person has this user name but another external id. Reactivate them in the identity provider, or delete them there for good; then the name is free.
cause-managed-elsewhere = Managed by another connection
fix-managed-elsewhere = The person is managed by another SCIM connection of your account. Assign them to one of the two apps only.
cause-link-another-address = Signs in with another address
fix-link-another-address = The person was invited by hand and signs in with another email address, so they are not linked. Make the addresses match, or remove the person under Users.
cause-link-not-confirmed = Invitation not accepted yet
fix-link-not-confirmed = The person was invited by hand and has not accepted yet. Once they have, they are linked automatically. If you want SCIM to create them instead, revoke the invitation under Users.
cause-link-not-active = Person without access
fix-link-not-active = The person was invited by hand and no longer has access. Decide under Users whether they get it back or are removed.
cause-link-privileged = Waits for your decision
fix-link-privileged = The person is an Administrator or a Project manager and is never linked automatically. Decide on the SCIM page; the identity provider then tries again.
cause-link-asked = Waits for your decision
fix-link-asked = This connection asks before it links somebody who exists already. Decide on the SCIM page; the identity provider then tries again.
cause-link-declined = Linking declined
fix-link-declined = An admin declined to link this person. You can change that on the SCIM page, or take back the assignment in the identity provider.
cause-external-id-taken = External id taken
fix-external-id-taken = Another person has this external id (“externalId”) already. Map it to a field that differs for every person.
cause-value-taken = Name or address taken
fix-value-taken = Somebody else in your account already has this user name, email address or external id. Look for a duplicate in the identity provider.
cause-group-taken = Group exists already
fix-group-taken = This connection manages a group with this name or id already. Rename one of the two in the identity provider.
cause-bulk-reference = Request it depends on failed
fix-bulk-reference = Another change in the same bulk request, which this one refers to, was refused. Fix that one first.
cause-failed = Error on our side
fix-failed = This was our fault, not yours. The identity provider tries again later. If it keeps happening, copy the details below for our support team.
cause-unavailable = Not available for a moment
fix-unavailable = The service was briefly unavailable. The identity provider repeats the request by itself.
where-token-onelogin = In OneLogin: “Applications → your app → Configuration → SCIM Bearer Token”, then “Save” and enable the API connection again.
where-token-okta = In Okta: “Applications → your app → Provisioning → Integration → Edit → API Token”, then “Test API Credentials”.
where-token-entra = In Entra ID: “Enterprise applications → your app → Provisioning → Admin Credentials → Secret Token”, then “Test Connection”.
where-token-other = In your identity provider you find it in the provisioning settings of the app, in the field for the token or “bearer token”.
where-base-onelogin = In OneLogin: “Applications → your app → Configuration → SCIM Base URL”.
where-base-okta = In Okta: “Applications → your app → Provisioning → Integration → Base URL”.
where-base-entra = In Entra ID: “Enterprise applications → your app → Provisioning → Tenant URL”.
where-base-other = In your identity provider the field is called “SCIM URL”, “Base URL” or “Endpoint”.
where-mapping-onelogin = In OneLogin: “Applications → your app → Parameters”, and the template under “Configuration → SCIM JSON Template”.
where-mapping-okta = In Okta: “Applications → your app → Provisioning → To App → Attribute Mappings”.
where-mapping-entra = In Entra ID: “Enterprise applications → your app → Provisioning → Mappings”.
where-mapping-other = In your identity provider this is called “attribute mapping”.
where-person-onelogin = In OneLogin: “Users → the person → Applications”; pending changes are listed under “Applications → your app → Users → Pending”.
where-person-okta = In Okta: “Applications → your app → Assignments”.
where-person-entra = In Entra ID: “Enterprise applications → your app → Users and groups”.
where-person-other = In your identity provider you find this with the app's assignments.
where-retry-onelogin = In OneLogin you repeat the request under “Applications → your app → Users”: click “Failed”, then “Retry”.
where-retry-okta = In Okta you repeat the request under “Dashboard → Tasks” with “Retry Selected”.
where-retry-entra = Entra ID tries again with its next cycle (every 40 minutes); at once with “Provision on demand”.
where-retry-other = Your identity provider tries again with its next cycle.

## Signing in with an identity provider

provider-company = your company login
provider-generic = the identity provider
company-title = Company login
company-lead = We take you to your company’s own sign-in.
company-field = Your company’s short name or domain
company-hint = Your email address is enough if your company has registered its domain. The short name is in the instructions you received from your admins, for example example-inc.
company-unknown = No company login is set up under this name. Ask your company’s admins.
departure-title = Continue to { $provider }
departure-text = You leave { $brand } and come back here after signing in with { $provider }.
departure-go = Continue to { $provider }
provider-failed-title = Sign-in did not work
provider-cancelled-title = Sign-in cancelled
provider-cancelled-text = You cancelled the sign-in with { $provider }. Nothing has happened.
provider-stale-text = This sign-in has expired, was used already, or began in another browser. Please start again.
provider-unreachable-text = We got no usable answer from { $provider }. Try again in a few minutes.
provider-not-set-up-text = Sign-in with { $provider } is not set up here.
provider-declined-text = Instead of a sign-in, { $provider } returned an error: { $code }. Ask your company’s admins.
provider-refused-text = We could not trust the answer from { $provider }, so we refused it. Please start again. If it happens again, contact the support team.
provider-not-lasting-text = The answer from { $provider } contains no identifier that is permanently yours (NameID in format “persistent”). Your company’s admins can choose an attribute for it under Login Methods.
provider-unknown-text = You signed in with { $provider } as { $address }, but nobody gets in here with that. If you were invited, open the link in your invitation first; otherwise ask your company’s admins.
provider-unknown-nameless = Nobody gets in here with this sign-in at { $provider }. If you were invited, open the link in your invitation first; otherwise ask your company’s admins.
provider-mismatch-title = Different account
provider-other-address = You signed in with { $provider } as { $said }, but the invitation is for { $invited }.
provider-no-address = No email address came from { $provider }. The invitation is for { $invited }, so we need it once to compare. Ask your company’s admins.
provider-not-verified = According to { $provider }, { $said } has not been verified as your address. Verify it there and try again.
provider-somebody-else = Somebody else at your company already signs in with this account at { $provider }.
provider-invitation-stays = The invitation remains valid.
provider-choose-other = Choose another account
provider-tested-title = Sign-in works
provider-tested-text = Your identity provider answered and the answer is valid. This is what it says about you:
provider-tested-no-address = The email address is missing
provider-tested-no-address-text = Without the claim “email” nobody can accept an invitation. Release it for this application in your identity provider.
provider-tested-back = Back to setup
setup-saved = Saved.
setup-not-yet = Thank you for confirming. What you entered is still here (only a secret has to be entered again), but nothing is saved yet: click “Save” once more.
setup-last-of-admins = Nothing changed: no admin could sign in afterwards. As an admin, set up another login method on your profile first.
oidc-setup-title = Your own OpenID provider
oidc-setup-lead = OneLogin, Okta, Entra ID, Keycloak and others: create a web application with OpenID Connect there and enter its details here.
oidc-redirect-uri = Redirect URI (callback)
oidc-redirect-hint = Enter this address in your identity provider’s application.
oidc-issuer = Issuer
oidc-issuer-hint = Exactly as your identity provider names it, for example https://example.onelogin.com/oidc/2
oidc-issuer-wrong = The issuer is an address such as https://example.onelogin.com/oidc/2, without “?” and “#”.
oidc-client-id = Client ID
oidc-client-id-missing = Enter your application’s client ID.
oidc-client-secret = Client secret
oidc-client-secret-hint = We store it encrypted and never show it again.
oidc-secret-kept = It is stored. Leave the field empty to keep it.
oidc-client-secret-missing = Enter your application’s client secret.
oidc-client-secret-again = A new issuer comes with a new client secret.
oidc-short-name = Your company’s short name
oidc-short-name-hint = Your people enter it at “Company login”: 2 to 40 characters out of a–z, 0–9 and hyphens.
oidc-short-name-wrong = The short name has 2 to 40 characters out of a–z, 0–9 and single hyphens between them.
oidc-short-name-taken = This short name is taken.
oidc-unreachable = The identity provider could not be reached or did not answer like an OpenID provider. Nothing was saved.
oidc-test-title = Test sign-in
oidc-test-text = You sign in once with your identity provider and see what it says about you. Nothing else changes.
oidc-tested = Last tested successfully: { $at }
oidc-untested = Not tested yet.
oidc-test = Test sign-in

## SAML
saml-setup-title = SAML
saml-setup-lead = Entra ID, Okta, OneLogin, Shibboleth and others: create an application with SAML 2.0 there and exchange the metadata of both sides.
saml-ours = For your identity provider
saml-ours-text = Enter these two addresses in your identity provider's application, or upload our metadata there.
saml-acs = ACS URL (Assertion Consumer Service)
saml-entity-id = Entity ID (audience)
saml-signed-hint = The assertion itself must be signed with SHA-256 or stronger and must not be encrypted.
saml-metadata-download = Download metadata
saml-theirs = From your identity provider
saml-metadata-url = Metadata address
saml-metadata-url-hint = As your identity provider gives it. We read it once, when you save.
saml-metadata-kept = The metadata is stored. Leave both fields empty to keep it.
saml-metadata = Metadata as XML
saml-metadata-hint = Instead of the address: the content of the file.
saml-metadata-missing = Enter the metadata address or paste the metadata as XML.
saml-metadata-no-xml = This is not XML, or it contains a document type declaration.
saml-metadata-no-provider = This is not the metadata of exactly one identity provider for SAML 2.0.
saml-metadata-no-address = The metadata lacks a sign-in address for HTTP-Redirect.
saml-metadata-no-certificate = The metadata lacks a certificate that we can check signatures with.
saml-address-wrong = We do not send anybody to the sign-in address in the metadata ({ $why }).
saml-unreachable = There was no metadata at this address ({ $why }). Nothing was saved.
saml-subject = Attribute with the lasting identifier
saml-subject-hint = Empty: the NameID in format “persistent”. Otherwise the name of an attribute that never changes for a person, e.g. http://schemas.microsoft.com/identity/claims/objectidentifier. If you change it later, everybody needs a new invitation.
saml-email = Attribute with the email address
saml-email-hint = Empty: the NameID in format “emailAddress” or an attribute with a usual name. We need it once, to compare it with the invitation.
saml-attribute-wrong = The name of an attribute has at most 255 characters.
saml-their-entity-id = Entity ID of your identity provider
saml-their-address = Sign-in address
saml-their-certificates = Certificates (SHA-256)
saml-tested-no-address = Without the address nobody can accept an invitation. Release it as an attribute in your identity provider, or enter the attribute that contains it here.
microsoft-setup-title = Set up Microsoft
microsoft-setup-lead = Only accounts from your own directory (Microsoft Entra ID) can sign in.
microsoft-tenant = Directory (tenant) ID
microsoft-tenant-hint = You find it in the Microsoft Entra admin center under “Overview”, for example 8f2c1d34-5b6a-4c7d-9e80-112233445566
microsoft-tenant-wrong = The directory ID looks like 8f2c1d34-5b6a-4c7d-9e80-112233445566.

## Licences

licences-total = { $n ->
    [one] You have { $n } licence.
   *[other] You have { $n } licences.
}
licences-figures = Licences in figures
licences-used = In use
licences-reserved = Reserved for invitations
licences-free = Free
licences-explained = Everybody who is an app user and invited or active needs a licence.
automate = Automate
automatic-title = Automatic adjustment of licences
automatic-on-text = Each new person adds 1 licence; people who leave give theirs back.
automatic-off-state = The number of your licences stays as it is. SCIM needs the automatic adjustment.
automatic-confirm-title = Turn on automatic adjustment?
automatic-cost = Each new person adds 1 licence, billed pro rata from the day of the invitation. When a person is deactivated or removed, the number goes down again.
automatic-confirm = Turn on
automatic-is-on = The automatic adjustment of licences is on.
automatic-is-off = The automatic adjustment of licences is off.
automatic-switch-off = Turn off
automatic-off-title = Turn off automatic adjustment?
automatic-off-text = The number of your licences then stays as it is today.
automatic-off-confirm = Turn off
automatic-blocked-title = Stays on while SCIM is active
automatic-blocked-text = SCIM needs the automatic adjustment of licences. To turn it off, pause the connection first under SCIM → Settings.
ledger-title = History
ledger-empty-title = No changes yet
ledger-empty-text = When your licences change, you will see here when, why and by whom.
ledger-when = When
ledger-cause = Reason
ledger-in-use = In use
ledger-by = By
cause-invited = Person invited
cause-invitation-renewed = Invitation renewed
cause-reactivated = Person reactivated
cause-deactivated = Person deactivated
cause-removed = Person removed
cause-invitation-expired = Invitation expired
cause-invitation-revoked = Invitation revoked
cause-removal-held = Removal awaiting confirmation
cause-right-given = App user right given
cause-right-taken = App user right taken away
cause-adjustment-switched = Automatic adjustment turned on or off
licences-change-title = Add or cancel licences
licences-change-text = { $free ->
    [0] No licence is free at the moment.
    [one] { $free } licence is free at the moment.
   *[other] { $free } licences are free at the moment.
} You see the price before anything happens.
licences-change-number = Number
licences-add = Add licences
licences-cancel = Cancel licences
licences-add-title = { $n ->
    [one] Add { $n } licence?
   *[other] Add { $n } licences?
}
licences-add-confirm = { $n ->
    [one] Buy { $n } licence
   *[other] Buy { $n } licences
}
licences-cancel-title = { $n ->
    [one] Cancel { $n } licence?
   *[other] Cancel { $n } licences?
}
licences-cancel-confirm = { $n ->
    [one] Cancel { $n } licence now
   *[other] Cancel { $n } licences now
}
licences-terms-share = { $n } × { $unit } a month, pro rata for { $left } of { $days } days
billing-tax = { $percent }% VAT
licences-terms-credit-used = Paid from credit
licences-terms-credit-gained = Added to your credit
licences-terms-due = On the next invoice
licences-terms-after = Licences afterwards
licences-added = { $n ->
    [one] { $n } licence is added.
   *[other] { $n } licences are added.
}
licences-cancelled = { $n ->
    [one] { $n } licence is cancelled. The refund is in your credit.
   *[other] { $n } licences are cancelled. The refund is in your credit.
}
licences-changed-title = The number of your licences has changed in the meantime
licences-changed-text = Somebody changed it, or you sent the form twice. Nothing more was bought or cancelled. Check the number and start again if you need to.
licences-are-automatic = The number adjusts automatically; there is nothing to change by hand.
licences-not-a-number = Enter a whole number from 1 to 1,000,000.
licences-in-use = { $n ->
    [one] No fewer than that: { $n } licence is in use or reserved.
   *[other] No fewer than that: { $n } licences are in use or reserved.
}
automatic-price = A new person costs { $today } from today to the end of the month and { $unit } a month after that, plus VAT.
billing-test = Test billing
billing-test-text = Test billing: all prices are examples, and nobody is charged anything.
limits-title = Limit and warning
limits-text = The limit stops the automatic adjustment: people from the identity provider then wait for a licence, and nobody else is invited by hand. The warning tells you in good time that it is getting close.
limits-limit = No more licences than
limits-limit-hint = Empty: no limit.
limits-warning = Warn from this many licences
limits-warning-hint = Empty: no warning.
limits-crossed = The warning must not be above the limit.
limits-set = Limit and warning are saved.
limits-reached = { $n ->
    [one] The limit of { $n } licence is reached
   *[other] The limit of { $n } licences is reached
}
limits-reached-text = { $n ->
    [one] { $n } person is waiting for a licence. Raise the limit or free a licence.
   *[other] { $n } people are waiting for a licence. Raise the limit or free licences.
}
limits-warned = The warning level of { $n } licences is reached
limits-warned-text = New people still receive a licence. You can change limit and warning on this page.
licences-chart-title = The last 90 days
licences-chart-spoken = Licences in use: { $from } on { $first }, { $to } on { $last }, at most { $most }. The table below names every day with a change.
licences-chart-most = at most { $n }
licences-chart-legend = Area: in use or reserved. Dashed line: total licences.
licences-chart-table = As a table
licences-day = Day
licences-taken = In use or reserved
licences-file = licences
ledger-request = { $cause }: entries of this request in the audit log
cause-bought = Licences added
cause-plan-chosen = Plan chosen
cause-cancelled = Licences cancelled
cause-limit-reached = Limit reached: person is waiting
cause-seat-granted = Licence for a waiting person

## Login methods

methods-lead = How the people in your account sign in, and how they are invited.
methods-back-to-scim = Back to SCIM
method-enable = Turn on
method-disable = Turn off
method-enable-named = Turn on { $method }
method-disable-named = Turn off { $method }
method-switched-on = { $method } is on.
method-switched-off = { $method } is off.
method-last = Stays on: it is the last method anybody can sign in with.
method-last-of-admins = Stays on: afterwards no admin could sign in. As an admin, set up another login method on your profile first.
method-used-by-scim = Stays on: SCIM invites people with it.
method-scim-badge = used by SCIM
method-people = { $n ->
    [0] nobody invited with it
    [one] { $n } person invited with it
   *[other] { $n } people invited with it
}
method-not-offered = Sign-in with { $method } is not set up in this installation.
method-not-configured = Set up { $method } before you turn it on.
method-setup = Set up
method-change = Change
method-setup-named = Set up { $method }

## Domains

nav-domains = Domains
domains-lead = Anyone who enters one of these domains, or an address in it, at “Company login” is taken to your company’s identity provider.
domains-empty-title = No domain yet
domains-empty-text = Add a domain and show with a record in its DNS that it is yours.
domain-add-title = Add a domain
domain-field = Domain
domain-field-hint = The part of your email addresses after the @, for example example.com.
domain-add = Add domain
domain-added = The domain is in the list. Now create the TXT record in its DNS.
domain-invalid = Enter a domain like example.com, without @ and without https://.
domain-there = This domain is already in the list.
domain-too-many = An account has no more than 20 domains. Remove another one first.
domain-not-yet = Thank you for confirming. What you entered is still here, but nothing is saved yet: click “Add domain” once more.
domain-waiting = waiting for the record
domain-waiting-text = Create this TXT record in your domain’s DNS, then check. It can take hours until it is visible everywhere.
domain-verified = verified
domain-verified-text = The domain leads to your company’s login. Leave the record in place: we look at it every few hours.
domain-missing = record missing
domain-missing-text = The TXT record is gone. Unless it comes back, the domain leads to the company login only until { $until }.
domain-host = Name of the TXT record
domain-record = Content of the TXT record
domain-checked = Last checked
domain-check = Check now
domain-check-named = Check { $domain } now
domain-now-verified = { $domain } is verified.
domain-not-found = The record was not found in the DNS of { $domain }.
domain-taken = { $domain } already leads to another account. It has to be removed there first; otherwise contact the support team.
domain-no-answer = DNS did not answer. Try again in a few minutes.
domain-remove = Remove
domain-remove-title = Remove { $domain }?
domain-remove-text = The domain then no longer leads to the company login. Nobody is signed out.
domain-removed = The domain is removed.

## Users

users-count = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
users-search = Name or email address
users-search-go = Search
users-status = Status
users-origin = Origin
users-any = all
users-show-all = Show all
users-back = Users
users-scim-active = This connection manages new users automatically: add them in your identity provider.
users-empty-title = Nobody here yet
users-empty-text = Activate SCIM and your users arrive automatically.
users-empty-scim = As soon as your identity provider sends people, you will see them here.
users-empty-fix = Go to SCIM
users-no-hit-title = No matches
users-no-hit-text = Nobody matches your search.
column-person = Person
column-rights = Rights
column-licence = Licence
column-actions = Actions
licence-held = 1{ "\u00A0" }licence
licence-none = none
right-app-user = App user
right-administrator = Administrator
right-project-manager = Project manager
origin-scim = SCIM
origin-linked = SCIM (linked)
origin-manual = manual
managed-by-scim = Managed by SCIM
status-invited = invited
status-active = active
status-deactivated = deactivated
status-expired = expired
status-revoked = revoked
status-waiting = awaiting licence
status-undeliverable = Undeliverable
mail-state-no-address = No email address
mail-state-unsent = Invitation not sent yet
mail-state-later = Email leaves { $at }: three have gone to this address today.
mail-state-queued = Sending email
mail-state-sent = Email{ "\u00A0" }sent { $at }
resend = Resend
invitation-send = Send invitation
invitation-send-to = Send invitation to { $name }
invitation-unsent-admin = The person does not know about their access yet. Their licence is reserved; the invitation runs from the day you send it.
invitation-no-address = There is no email address for this person, so no invitation was sent.
invitation-no-address-managed = Your identity provider gives no email address for this person. Enter one there; until then no invitation can be sent.
invitation-no-address-manual = This person has no email address, so we cannot send an invitation. Enter one under “Change email address”; the invitation then goes out.
invitations-unsent = { $n ->
    [one] { $n } invitation has not been sent yet
   *[other] { $n } invitations have not been sent yet
}
invitations-unsent-text = This is what the settings of the SCIM connection say. The licences are reserved.
people-without-address = { $n ->
    [one] { $n } person has no email address
   *[other] { $n } people have no email address
}
people-without-address-text = They can be invited once your identity provider gives one. Enter it there, or map “emails” to the right field.
invitations-send-all = Send all
invitations-sent = { $n ->
    [0] There was no invitation to send.
    [one] { $n } invitation is on its way.
   *[other] { $n } invitations are on their way. With very many of them it can take a few minutes.
}
resend-to = Resend the invitation to { $name }
invitation-resent = Invitation sent again.
invitation-too-soon = An invitation was sent just now. Wait a minute; we never send more than three emails a day.
profile-title = Profile
profile-locked = Name, email address and phone number come from your identity provider and are changed there.
profile-sign-in-email = Signs in with
profile-phone = Phone
profile-method = Login method
profile-since = Created
profile-first-sign-in = First sign-in
profile-last-sign-in = Last sign-in
signed-in-never = never signed in
signed-in-last = signed in { $at }
invitation-title = Invitation
invitation-expired-admin = The invitation has expired. “Resend” renews it.
invitation-revoked-admin = The invitation was revoked. “Resend” renews it.
invitation-open-admin = The person has not accepted their invitation yet. Every link from earlier emails stays valid until it expires.
undeliverable-text = The mail server accepts no mail for { $email }. Check the address in your identity provider, then resend the invitation.
sessions-title = Sessions
sessions-open = { $n ->
    [0] Nobody is signed in right now.
    [one] { $n } session is open.
   *[other] { $n } sessions are open.
}
sessions-text = End all sessions if a device was lost. The person can then sign in again.
sessions-end = End all sessions
sessions-end-title = End all sessions?
sessions-end-text = { $name } is signed out everywhere and can sign in again.
sessions-ended = { $n ->
    [0] No session was open.
    [one] { $n } session ended.
   *[other] { $n } sessions ended.
}
invitation-withdraw = Revoke invitation
invitation-withdrawn = The invitation is revoked. No link from earlier emails works any more, and the licence is free.
access-title = Access
access-text = People who are deactivated or removed are signed out everywhere at once; open invitations and password links stop working.
access-ended = This person’s access has ended.
access-deactivate = Deactivate person
access-deactivate-title = Deactivate this person?
access-deactivate-text = { $name } loses access at once and the licence is free. You can activate the person again at any time.
access-deactivate-text-managed = { $name } loses access at once and the licence is free. Change it in your identity provider too, or it may activate the person again.
access-deactivated = The person is deactivated and signed out everywhere.
access-reactivate = Activate person
access-reactivated = The person has access again.
access-remove = Remove person
access-remove-title = Remove this person?
access-remove-text = { $name } loses access at once and the licence is free. In 30 days the data are deleted for good.
access-remove-text-managed = { $name } loses access at once and the licence is free. In 30 days the data are deleted for good. Remove the person in your identity provider too, or it may create them again.
access-removed = The person is removed.
access-yourself = Only somebody else can end your own access.
access-last-administrator = This is the last person with the Administrator right. Give the right to somebody else first.
users-count-more = more than { $n } people
users-sort = Sort by
users-page-size = Per page
sort-name = name, A to Z
sort-name-down = name, Z to A
sort-email = email, A to Z
sort-email-down = email, Z to A
sort-newest = newest first
sort-oldest = oldest first
sort-seen-last = last signed in first
sort-seen-first = longest without a sign-in first
users-file = people
export-invited = Last invited
export-accepted = Accepted
column-right = Right
licence-with = with licence
licence-without = without licence
list-view = View
list-hide-expired = Hide expired invitations
list-hide-revoked = Hide revoked invitations
list-view-save = Save view
list-view-kept = The view is saved, for you alone.
filters-saved = Saved filters
filters-keep = Save or remove a filter
filter-name = Name of the filter
filter-name-hint = The search, the filters and the order above are saved, for you alone. If the name exists already, the old filter is replaced.
filter-name-wrong = The filter needs a name of 60 characters at most.
filter-save = Save filter
filter-nothing = Search or filter first; then you can save that here.
filter-remove = Remove
filter-remove-named = Remove filter: { $name }
filter-kept = The filter is saved, for you alone.
filter-removed = The filter is removed.
filters-full = You have saved 20 filters, which is the limit. Remove one first.
status-removed = removed
rights-save = Save rights
rights-changed = The rights are changed.
rights-none-left = Choose at least one right. To end somebody’s access, deactivate them.
rights-no-licence = No licence is free. Add one under Licences, or raise the limit there.
rights-none-now = none at the moment
rights-from-group = They come from the group
rights-by-group-locked = The rule of a group gives these rights. Change the rule, or take the person out of the group in your identity provider.
rights-wait-licence = App user follows as soon as a licence is free.
rights-wait-administrator = The Administrator right is taken away as soon as somebody else has it: otherwise nobody could manage the account.
# Groups
groups-lead = Which rights the people of a group from your identity provider get.
groups-empty-title = No groups yet
groups-empty-text = Groups appear here as soon as your identity provider pushes them by SCIM.
groups-empty-fix = Go to SCIM
groups-others-title = Groups without a rule
groups-all-ruled = Every group has a rule.
groups-search = Name of the group
groups-no-hit-title = No group found
groups-no-hit-text = No group without a rule has this name.
groups-show-all = Show all
groups-column-group = Group
groups-column-members = Members
groups-column-connection = Connection
groups-column-changed = Last change
groups-members-more = more than { $n }
groups-of-connection = SCIM for { $method }
groups-since = Arrived
groups-rests = SCIM deactivated
groups-rests-title = SCIM is deactivated for this group
groups-rests-text = Its rule does nothing until the connection is activated again and manages its people again.
rules-title = Rules
rules-first = The first rule from the top whose group somebody is in decides all of their rights.
rules-without = People in none of these groups keep the rights you gave them by hand; anyone who leaves the last one is only an App user from then on.
rules-order = Order
rules-empty-title = No rule yet
rules-empty-text = Open a group and say which rights its people get.
rules-up = Up
rules-down = Down
rules-up-named = Up: { $name }
rules-down-named = Down: { $name }
rules-up-title = Move “{ $name }” up?
rules-down-title = Move “{ $name }” down?
rules-move-confirm = Change the order
rules-place = Rule { $place } of { $rules }
rules-saved = The rule is saved.
rules-removed = The rule is removed.
rules-moved = The order is changed.
rules-in-seconds = People’s rights follow within seconds.
rules-order-changed = The order has changed in the meantime. Nothing was moved.
rules-under-way = The rights of some people are being changed right now.
rules-effect-nobody = Nobody’s rights change by this.
rules-effect-people = { $n ->
    [one] This changes the rights of 1{ "\u00A0" }person:
   *[other] This changes the rights of { $n } people:
}
rules-effect-gain = { $n ->
    [one] 1{ "\u00A0" }person gets the right { $right }.
   *[other] { $n } people get the right { $right }.
}
rules-effect-lose = { $n ->
    [one] 1{ "\u00A0" }person loses the right { $right }.
   *[other] { $n } people lose the right { $right }.
}
rules-effect-seats-more = { $n ->
    [one] 1{ "\u00A0" }more licence is taken.
   *[other] { $n } more licences are taken.
}
rules-effect-seats-less = { $n ->
    [one] 1{ "\u00A0" }licence becomes free.
   *[other] { $n } licences become free.
}
rules-effect-seats-short = { $n ->
    [0] No licence is free at the moment. App user follows as soon as there is one.
    [one] Only 1{ "\u00A0" }licence is free at the moment. For the others App user follows as soon as there is one.
   *[other] Only { $n } licences are free at the moment. For the others App user follows as soon as there is one.
}
rules-cost-same = What you pay stays the same.
rules-cost-more = You pay { $today } more from today to the end of the month and { $month } more a month after that, plus VAT.
rules-cost-less = You pay { $today } less from today to the end of the month and { $month } less a month after that, before VAT.
rules-cost-missing = { $n ->
    [one] The missing licence costs { $today } from today to the end of the month and { $month } a month after that, plus VAT.
   *[other] The { $n } missing licences cost { $today } from today to the end of the month and { $month } a month after that, plus VAT.
}
rules-effect-last = Nobody would be Administrator afterwards. So the last person keeps the right until somebody else gets it.
rules-effect-own = You yourself lose the Administrator right.
rule-title = Rule
rule-text = The people of this group get exactly these rights:
rule-none = This group has no rule yet. Say which rights its people get:
rule-administrator = If the rule gives the Administrator right, your identity provider decides who manages this account, and so does everybody who knows the SCIM Access Token.
rule-by-hand = People who come into this group lose rights given by hand that the rule does not give, Administrator included. All administrators get an email then.
rule-preview = See what changes
rule-save = Save rule
rule-remove = Remove rule
rule-set-title = Everybody in this group: { $rights }?
rule-remove-title = Remove the rule?
rule-no-right = Choose at least one right. If the group is to do nothing, remove its rule.
rule-too-many = There can be no more than { $most } rules. Remove one first.
members-text = Your identity provider decides who is in the group.
members-empty-title = Nobody in this group
members-empty-text = People appear here as soon as your identity provider assigns them to the group.
members-decided-by = by “{ $name }”
right-app-user-text = Uses the app and needs a licence.
right-administrator-text = Manages people, licences and settings in this portal.
right-project-manager-text = Manages projects.
effect-automatic = The App user right takes 1{ "\u00A0" }licence; your number of licences adjusts automatically.
effect-free = { $n ->
    [0] The App user right needs a licence, and none is free right now.
    [one] The App user right takes a licence; { $n } is free.
   *[other] The App user right takes a licence; { $n } are free.
}
effect-gives-back = This person holds 1{ "\u00A0" }licence. Without the App user right it becomes free.
effect-none = As long as the person is neither invited nor active, they hold no licence.
effect-each = For every new person:
profile-edit = Edit profile
profile-save-button = Save profile
profile-language = Language of mail
person-address-edit = Change email address
person-address-new = New email address
person-address-invites = This person has not accepted an invitation yet. If one is open, we send it to the new address; links in older emails stop working.
person-address-confirms = This person keeps signing in with the previous address until they confirm the new one themselves. The previous address gets a message.
person-address-save = Change address
person-address-wrong = This is not an email address.
person-address-taken = Somebody else in your company already has this address.
person-address-changed = The address is changed. Links in older emails no longer work.
person-address-named = The address is changed. It is used for signing in only once the person has confirmed it.
profile-was-saved = The profile is saved.
profile-name-invalid = A name has 1 to 256 characters.
profile-phone-invalid = A phone number has at most 256 characters.
detach = Detach from SCIM
detach-title = Detach from SCIM?
detach-text = Your identity provider will no longer see or change { $name }; groups from the identity provider are lost. Rights, sign-in and licence stay. Remove the assignment there too, or it will report a conflict.
detached = The person is detached from SCIM and managed here from now on.
restore = Restore
restore-text = This person is removed. You can restore them until { $until }; after that the data is deleted for good.
restore-taken = The name or email address now belongs to somebody else in this account. The person stays removed.
person-restored = The person is back, without access so far. “Activate person” gives it back.
timeline-title = Why?
timeline-by = by { $name }
timeline-not-recorded = Not recorded: what somebody does in the app, when somebody works, and each single sign-in.
timeline-licence-taken = Licence taken: { $cause }
timeline-licence-given-back = Licence free: { $cause }
timeline-mail-sent = The mail server accepted the invitation
timeline-reminder-sent = The mail server accepted the reminder
timeline-mail-refused = Mail undeliverable: { $words }
timeline-opened = Invitation page opened for the first time (mail filters open links too)
timeline-first-sign-in = Signed in for the first time
timeline-app-loaded = App downloaded
deed-provisioned = Created by the identity provider
deed-replaced = Changed by the identity provider
deed-linked = Linked to the identity provider
deed-restored = Created again by the identity provider
deed-created = Created
deed-invited = Invited by hand
deed-edited = Profile changed
deed-rights-changed = Rights changed: { $rights }
deed-rights-by-group = Rights by the group “{ $group }”: { $rights }
deed-rights-no-group = No longer in the group “{ $group }”, rights therefore: { $rights }
deed-administrator-kept = The Administrator right stays: otherwise nobody could manage the account
deed-no-licence = No licence free
deed-detached = Detached from SCIM
deed-returned = Restored
deed-data-taken = Own data downloaded
deed-deactivated = Deactivated
deed-reactivated = Activated again
deed-removed = Removed
deed-removal-refused = Removal refused: last person with the Administrator right
deed-left-groups = Taken out of all groups
deed-link-requested = The identity provider wanted to create the person; the decision is yours
deed-link-approved = Link allowed
deed-link-declined = Link declined
deed-invitation-sent = Invitation sent
deed-invitation-renewed = New invitation requested
deed-invitation-reminded = Reminded of the invitation
deed-invitation-expired = Invitation expired
deed-invitation-withdrawn = Invitation revoked
deed-invitation-ended-without-address = Invitation ended: the identity provider no longer gives an email address
deed-invitation-accepted = Invitation accepted
deed-sessions-ended = All sessions ended
deed-reset-requested = Link for a new password requested
deed-password-changed = Password changed
deed-passkey-added = Passkey added
deed-support-viewed = Viewed by support
deed-passkey-removed = Passkey removed
deed-passkey-renamed = Passkey renamed
deed-passkey-copy-refused = Copied passkey refused
deed-factor-set-up = Second factor set up
deed-factor-gone = Second factor removed
deed-recovery-codes = New recovery codes made
deed-address-named = Email address changed
deed-address-asked = Confirmation of the new sign-in address requested
deed-address-moved = Sign-in address changed
deed-identity-refused = Sign-in with a different identity refused

## Inviting by hand

invite-title = Invite new users
invite-lead = One address or many at once. People who are already here do not get a second email.
invite-people = Email addresses
invite-people-hint = One per line, or separated by commas or semicolons; “Ada Lovelace <ada@company.example>” works too. At most 500 at once.
invite-send = Send invitations
invite-scim-text = Only people your identity provider does not manage are invited by hand.
invite-nobody = Enter at least one email address.
invite-too-many = At most { $most } people at once.
invite-lines-wrong = Nobody was invited. Correct these entries:
invite-line-no-address = Entry { $number }, “{ $text }”: not an email address
invite-line-name = Entry { $number }, “{ $text }”: the name is too long
invite-no-licence = Nobody was invited: there are not that many free licences. Add some under Licences, or raise the limit there.
invite-method-gone = This login method is not switched on. Choose another one.
invite-proof-needed = Nobody was invited: to give the Administrator right, first confirm that it is you. Then send this form again.
invite-confirm-link = Confirm now (new window)
invite-before = { $n ->
    [one] { $n } person is already here and got no email:
   *[other] { $n } people are already here and got no email:
}

## Many people at once

bulk-deed = For several people
bulk-resend = Resend invitations
bulk-revoke = Revoke invitations
bulk-deactivate = Deactivate people
bulk-give = { $right }: give the right
bulk-take = { $right }: take the right away
bulk-tick = Select { $name }
bulk-chosen = For those selected
bulk-all = For all matches
bulk-text = For each person the rules of their page apply: where it is not possible nothing happens, and the result says why. The last person with the Administrator right always stays.
bulk-nobody-title = Nobody selected
bulk-nobody-text = Select at least one person in the list.
bulk-back = Back to the list
job-title = Job
job-progress = { $n ->
    [one] { $over } of { $people } person
   *[other] { $over } of { $people } people
}
job-running = The job is running.
job-leave = You can leave this page; the job keeps running.
job-reload = Refresh
job-finished = { $done ->
    [one] Finished: done for { $done } person.
   *[other] Finished: done for { $done } people.
}
job-others = Not done
job-reason = Reason
outcome-gone = There was nothing to do here.
outcome-no-right = The person would have had no right left. Deactivate them instead.
outcome-not-allowed = The person who started the job is no longer allowed to do this.
outcome-failed = This failed unexpectedly. Try again on the person’s page.

## Personen importieren

import-open = Import
import-title = Import people
import-lead = People who are not here yet are invited. Before anything happens you see, line by line, what would happen.
import-example = Example file
import-example-file = people-example
import-file = CSV file
import-file-hint = At most { $kilobytes }{ "\u00A0" }KB and { $lines } lines, saved as “CSV UTF-8”. The first line names the columns: Email, and if you like Name (or First name and Last name), Rights and Language. Separate them by commas, semicolons or tabs.
import-text = Or paste it here
import-text-hint = The same columns, for example copied from a spreadsheet.
import-language = Language
import-defaults = For new people, unless the file says otherwise
import-check = Check
import-nothing = Choose a file or paste some text.
import-both = Choose a file or paste some text, not both.
import-too-large = The file is larger than { $kilobytes }{ "\u00A0" }KB. Split it.
import-too-many = The file has more than { $lines } lines. Split it.
import-not-utf8 = The file is not saved as UTF-8. Choose “CSV UTF-8” when you save it.
import-no-head = The first line has no column “Email”. Name the columns there, for example “Email,Name”.
import-empty = There is nothing below the first line.
import-preview-title = This would happen
import-preview-lead = Nothing has happened and nothing is stored yet.
import-preview-counts = Result of the check
import-fate-invited = Invite
import-fate-changed = Change
import-fate-same = Already here
import-fate-refused = Refused
import-means-changed = The name or the language of mail changes.
import-means-same = This person is already here; nothing changes.
import-why-managed = SCIM manages this person. Change them in your identity provider.
import-why-no-address = This is not an email address.
import-why-name = The name has more than 256 characters, or several lines.
import-why-right = This right does not exist. Use App user, Administrator or Project manager.
import-why-language = This language is not available here. Use German or English.
import-why-twice = This address is already in line { $line }.
import-ignored = These columns are not read: { $columns }.
import-line = Line
import-what = What happens
import-more = { $n } more lines are not shown here. Refused and changed lines come first.
import-licences-automatic = { $n ->
    [one] One new person takes 1{ "\u00A0" }licence; your number of licences adjusts automatically.
   *[other] { $n } new people take { $n } licences; your number of licences adjusts automatically.
}
import-licences-free = { $n ->
    [one] One new person takes 1{ "\u00A0" }licence; { $free } free.
   *[other] { $n } new people take { $n } licences; { $free } free.
}
import-licences-missing = { $n ->
    [one] 1{ "\u00A0" }licence is missing for this
   *[other] { $n } licences are missing for this
}
import-licences-missing-text = Add licences, raise the limit, or take people out of the file, then check it again.
import-proof-needed = First confirm that it is you
import-proof-text = In this file somebody gets the Administrator right. Come back here after confirming and start the import.
import-go = Start the import
import-other = Choose another file
job-line = Line { $line }: { $address }
job-line-alone = Line { $line }

## Mein Profil

own-profile-title = My profile
own-person-title = About you
own-sign-in-email = You sign in with
own-profile-locked = Your company's identity provider manages your name; it is changed there.
own-name-save = Save name
profile-renamed = Your name is saved.
own-password-title = Change password
own-password-text = Afterwards you are signed out on all other devices.
own-password-save = Change password
profile-password-changed = Your password is changed. All other sessions have ended.
own-sessions-title = My sessions
own-sessions-text = You are signed in here right now. End any session you do not recognise, then change your password.
own-session-this = this session
own-session-from = Network address { $ip } ·
own-session-by = Signed in with { $method }
own-session-since = Since
own-session-used = last used
own-session-end = End
own-session-end-named = End session: { $device }
own-session-ended = The session has ended.
own-sessions-end = End all others
own-sessions-end-title = End all other sessions?
own-sessions-end-means = You stay signed in here only.
own-sessions-ended = All other sessions have ended.
own-methods-title = How you sign in
own-methods-text = Your company allows these login methods. Once you set up another one, each of them lets you in.
own-method-linked = set up
own-method-missing = not set up
own-method-remove = Remove
own-method-remove-title = Remove { $method }?
own-method-remove-means = It will no longer let you in. You are signed out on all other devices.
own-method-remove-password-means = Your password will no longer let you in, and your second factor and your passkeys are deleted with it. You are signed out on all other devices.
own-method-last = Stays: it is your only way in.
own-method-in-use = Stays: you are signed in with it. Sign in with another method to remove it.
own-method-company = Stays: your company invites with it.
own-method-now-linked = Set up. From now on you can sign in with it, too; all other sessions have ended.
own-method-now-removed = Removed. All other sessions have ended.
own-method-unchanged = Nothing has changed. The login method says why.
own-link-other-address = You are signed in there with another email address than here. Sign in there with the address you use here.
own-link-no-address = No confirmed email address came from there, so we do not know whether it is you.
own-link-somebody-else = Somebody else in your company already signs in with this account.
own-link-stale = This was started in another session. Please start again.
own-password-first-title = Set a password
own-password-first-lead = From then on you can also sign in with { $address } and this password.
own-language-title = Language
own-language-label = Language of your emails and pages
own-language-hint = If you choose a language here, it applies whatever your company says.
own-language-account = As in your company ({ $language })
own-language-save = Save language
own-language-saved = Your language is saved.

theme-title = Appearance
theme-label = Colours of the pages
theme-hint = Applies on all your devices.
theme-device = System default
theme-light = Light
theme-dark = Dark
theme-save = Save appearance
theme-saved = Your appearance is saved.

own-data-title = My data
own-data-text = Everything stored here about you, in one file (JSON): your profile and what your identity provider says about you, rights, groups, login methods, passkeys, sessions, invitations, emails, licences, and what you did or what happened to you.
own-data-without = Not included: passwords, keys and other secrets, and what concerns other people. What you do in the app and when you work is not stored here.
own-data-download = Download my data
own-data-file = my-data

keys-title = Keyboard shortcuts
keys-text = These keys work whenever you are not typing. If they get in your way, for instance when you use speech input, turn them off.
keys-search = to the search field of the page
keys-list = this list
keys-on = Use keyboard shortcuts
keys-save = Save keyboard shortcuts
keys-saved = Your choice about keyboard shortcuts is saved.
keys-off-where = You can turn them off in
keys-without-script = JavaScript is off in this browser, so they do nothing right now.

passkeys-title = Passkeys
passkeys-text = A passkey signs you in without a password: your device or password manager checks your PIN, fingerprint or face. It counts as the second factor, too. Your password stays as it is.
passkeys-full = You can have ten passkeys at most. First remove one that you no longer need.
passkey-add = Add a passkey
passkey-add-lead = Give the passkey a name you will recognise. Your browser then asks where to save it. Afterwards you are signed out on all other devices.
passkey-name = Name of the passkey
passkey-name-hint = For example the device it is on.
passkey-name-missing = Give the passkey a name.
passkey-impossible = This browser cannot create a passkey here. You need JavaScript and an up-to-date browser.
passkey-synced = synced
passkey-one-device = on one device only
passkey-since = Added
passkey-used = last used
passkey-unused = never used
passkey-rename = Rename
passkey-rename-title = Rename the passkey
passkey-rename-means = The name only helps you tell your passkeys apart.
passkey-remove = Remove
passkey-remove-title = Remove { $name }?
passkey-remove-means = This passkey will no longer let you in. You are signed out on all other devices. Delete it from your device or password manager as well.
passkey-added = The passkey has been added. All other sessions have ended.
passkey-renamed = The passkey has its new name.
passkey-removed = The passkey has been removed. All other sessions have ended.
passkey-refused = The passkey could not be added. Please try again.
passkey-sign-in = Sign in with a passkey
passkey-use = Use a passkey
passkey-not-made = No passkey was created. Try again; if that does not help, reload the page.
passkey-not-shown = No passkey was used. Try again, or sign in another way.
passkey-exists = You already have a passkey there.
device-browser-on = { $browser } on { $system }
device-unknown = Unknown device

## Zweiter Faktor

factor-off-text = With a second factor an attacker needs more than your password. You need an authenticator app on your phone.
factor-on-text = When you sign in, we ask for a code from your authenticator app after your password. { $n ->
    [0] You have no recovery codes left.
    [one] You have one recovery code left.
   *[other] You have { $n } recovery codes left.
}
factor-duty = Your company requires a second factor.
factor-set-up = Set up a second factor
factor-switch-off = Switch off the second factor
factor-off-title = Switch off the second factor?
factor-off-means = Afterwards your password is enough to sign in. All other sessions end.
factor-off-confirm = Switch off
factor-switched-off = The second factor is switched off. All other sessions have ended.
factor-required = The second factor stays: your company requires it.
factor-short-password = The second factor stays: your password is too short to be enough on its own. First change it to one of at least 15 characters.
factor-new-codes = New recovery codes
factor-new-codes-title = New recovery codes?
factor-new-codes-means = The previous ones stop working. All other sessions end.
factor-new-codes-confirm = Create new codes
factor-reset = Reset the second factor
factor-reset-text = Reset it when the person has lost their phone and their recovery codes; their passkeys are deleted with it. First make sure that it is really them who asks.
factor-reset-title = Reset the second factor?
factor-reset-means = { $name } is signed out everywhere, gets an email, and needs no code at the next sign-in; their passkeys are deleted, too. Where a second factor is required, they then set up a new one.
factor-was-reset = The second factor is reset, and all sessions of the person have ended.
enrol-duty = Before you go on, you need a second factor.
duty-title = Require a second factor
duty-text = Applies to everybody who signs in with email & password. Anyone without a second factor sets it up at the next sign-in, before anything else opens.
duty-coverage = { $n ->
    [one] { $with } of { $n } person with a password has a second factor.
   *[other] { $with } of { $n } people with a password have a second factor.
}
duty-switch-on = Make it required
duty-on-title = Make the second factor required?
duty-on-means = Running sessions stay; from the next sign-in on, everybody with a password needs a second factor, including you.
duty-switch-off = Make it optional
duty-off-title = Make the second factor optional?
duty-off-means = People with a second factor keep it and can then switch it off themselves.
duty-is-on = The second factor is now required.
duty-is-off = The second factor is no longer required.
security-support-title = Support access
security-support-text = Without your permission, our support only sees how your account and its connections are doing. For 24 hours you can let it see more, for example while you track down a problem together.
security-support-none = Not allowed
security-support-until = Allowed until { $until }
security-support-by = { $by } allowed the access. It ends by itself: { $until }.
security-support-log = Every page that support opens is in the audit log.
security-support-allow = Allow support access (24 h)
security-support-question = Allow support access for 24 hours?
security-support-sees = Support then sees the people of your account with their names, email addresses, rights and history, the invitations and licences, the SCIM connections with their log, and the settings of your login methods.
security-support-cannot = It can change none of this, cannot sign in as anybody, and sees no passwords, tokens or other secrets.
security-support-ends = All admins get an email. You can end the access at any moment.
security-support-end = End access
security-support-allowed = Support may now look at your account.
security-support-ended = Support can no longer look at your account.

session-length-title = Session length
session-length-holds = At present a session ends after { $time } without activity.
session-length-holds-apart = At present a session ends after { $time } without activity, an admin’s after { $admins }.
session-length-day = After 24 hours everybody signs in again.
session-length-label = Sign out after this long without activity
session-length-hint = Applies to everybody in your company, and right away to sessions that are already running. Admins are signed out after 60 minutes at the latest.
session-length-save = Save session length
session-length-saved = The session length is saved and applies right away.
span-minutes = { $n } minutes
span-hours = { $n } hours

api-keys-title = API keys
api-keys-lead = With an API key, your own programs read what is in this account, for example for reports or a SIEM. They cannot change anything with it.
api-keys-count = { $n ->
    [0] No key is valid at present.
    [one] { $n } key is valid at present.
   *[other] { $n } keys are valid at present.
}
api-keys-manage = Manage API keys
api-keys-yours = Keys of this account
api-keys-none = No API key yet
api-keys-none-text = Create one below. You will see it only once.
api-keys-past = Keys that ended in the last 90 days
api-keys-full = At most { $n } keys are valid at the same time. First revoke one that is no longer needed.
api-key-new = New API key
api-key-name-hint = What is it for? For example “Splunk” or “Monthly report”.
api-key-name-wrong = Give the key a name of at most 60 characters.
api-key-areas = Areas
api-key-areas-hint = Open only what the program needs.
api-key-no-area = Choose at least one area.
api-area-people = People
api-area-people-text = Name, address, state, rights, origin, licence and login method of every person
api-area-licences-text = How many there are, and every change with its reason
api-area-audit-text = Who did what, and when
api-key-lifetime = Valid for
api-key-lifetime-hint = All admins get an email before it expires.
api-key-make = Create API key
api-key-used = last used { $at }
api-key-used-from = last used { $at } from { $from }
api-key-revoke = Revoke
api-key-revoke-title = Revoke “{ $name }”?
api-key-revoke-text = The program that uses this key gets no more answers from now on. This cannot be undone.
api-key-revoked = The API key is revoked.
api-key-ended-before = This key had already ended.
api-key-already-made = This form has already created a key. It was visible only once. If you did not save it, revoke it and create a new one.
api-key-ended-maker = ended with the admin right
api-key-dialog-title = Your API key
api-key-dialog-once = You will see this key only now.
api-key-dialog-advice = Store it where your program keeps its secrets, not in its source code. It ends with the admin right of the person who created it.
api-key-dialog-saved = I have saved the key
api-key-dialog-unsaved = Key not saved?
api-key-dialog-unsaved-text = Nobody can show it again. Revoke it then and create a new one. Close anyway?
api-usage-title = How to use it
api-usage-base = API address
api-usage-example = Example: all active people
api-usage-text = Answers are JSON, in pages: “next” is the address of the next one.
api-usage-description = Description (OpenAPI)
api-usage-scim = The API only reads. To create, change or remove people, use SCIM, the standard for it.
api-usage-to-scim = Go to SCIM

## Noch einmal beweisen

confirm-title = Confirm
confirm-heading = Please confirm that it is you
confirm-lead = This is needed before important changes. Nothing has changed yet: you will come back to the page and press the button there again.
confirm-button = Confirm
confirm-at-provider = Confirm with { $provider }
confirm-refused = That is not right. Check what you entered and try again.
confirm-sign-in-anew = You have no password. Sign out and sign in again the way you did before; then you have five minutes.
confirm-cancel = Back, without changing anything

## Invitation

invitation-page-title = Invitation
invitation-heading = { $account } invites you to { $brand }
invitation-from = Invited by
invitation-from-scim = your company (SCIM)
invitation-for = Invitation for
invitation-method = Login method
invitation-set-password = Set a password to accept the invitation.
invitation-provider-text = You sign in with { $provider } and then come back here.
invitation-disabled-title = Login method turned off
invitation-disabled-text = Your company has turned off { $method }. Please contact the admins of your company.
invitation-accepted-title = You have already joined
invitation-accepted-text = This invitation has been accepted. Sign in to { $brand }.
invitation-expired-title = Your invitation has expired
invitation-expired-text = Request a new invitation to { $account }. We will send it to the same address.
invitation-renew = Request a new invitation
invitation-renewed-title = New invitation
invitation-renewed-lead = It is on its way
invitation-renewed-text = Check your inbox and your spam folder.
invitation-gone-title = This invitation is not valid
invitation-gone-text = Open the link in the latest invitation email once more. If that does not help, contact the admins of your company.
invitation-other-title = You are signed in with another account
invitation-other-text = You are signed in as { $signed_in }, but the invitation is for { $invited }.
invitation-switch = Sign out and open the invitation
invitation-stay = Stay signed in

## Anmeldeadresse

address-title = Sign-in address
address-notice-title = { $source ->
    [idp] Your identity provider names a new address: { $address }
   *[admin] Your admins have entered a new address: { $address }
}
address-notice-text = You keep signing in with your previous address until you confirm the new one.
address-notice-link = Confirm the new address
address-from = Previous
address-to = New
address-offer-text = Would you like to sign in with the new address from now on? We will mail a link to it. Open it in this browser and the change is done.
address-password-hint = So that we know it is you.
address-password-wrong = The password is not right.
address-ask = Send link
address-mailed-title = The link is on its way
address-mailed-text = Look in the mailbox { $address }, and in its spam folder. The link works for 60 minutes, once.
address-too-soon-title = A link was sent only just now
address-confirm-text = The link from your new mailbox has arrived. Sign in with the new address from now on?
address-confirm = Use the new address
address-sign-in-title = Sign in first
address-sign-in-text = Sign in with your previous address, then open the link in the mail again.
address-dead-title = This link does not work
address-dead-text = It has been used, is older than 60 minutes, or belongs to somebody else. You can ask for a new one on your start page.
address-moved-title = Done
address-moved-text = From now on you sign in with { $address }. Your password stays the same.
address-nothing-title = There is nothing to do here
address-nothing-text = The address you sign in with stays as it is.
address-taken-title = This address is taken
address-taken-text = Somebody in your company already signs in with { $address }. Please contact your admins.
address-admin-title = Your admins decide
address-admin-text = { $source ->
    [idp] You sign in with { $from }; your identity provider names { $to }. Your admins can approve the change under Users.
   *[admin] You sign in with { $from }; your admins have entered { $to }. They can approve the change under Users.
}
address-admin-open = { $source ->
    [idp] This person signs in with { $from }; your identity provider names { $to }. They can confirm the change on their start page. If they can no longer get in with the previous address, approve it here.
   *[admin] This person signs in with { $from }; the address entered here is { $to }. They can confirm the change under “My profile”. If they can no longer get in with the previous address, approve it here.
}
address-admin-privileged = This person signs in with { $from }; your identity provider names { $to }. Administrators and project managers keep signing in with their previous address; only the contact address changes.
address-admin-own-word = This person signs in with { $from }; the address entered here is { $to }. Administrators and project managers confirm the change themselves under “My profile”; nobody else can approve it.
address-admin-taken = { $source ->
    [idp] This person signs in with { $from }; your identity provider names { $to }. Somebody else already signs in with the new address.
   *[admin] This person signs in with { $from }; the address entered here is { $to }. Somebody else already signs in with the new address.
}
address-approve = Approve the change
address-approve-title = Approve the change of sign-in address?
address-approve-text = Afterwards { $name } signs in with { $to } and is signed out everywhere. Both addresses get a message. Make sure first that the new mailbox belongs to this person.
address-reason = Reason
address-reason-hint = Kept in your account’s log.
address-reason-needed = Give a reason of at most 1,000 characters.
address-approved = The change is approved. Both addresses get a message.

## Welcome and app

welcome-title = Welcome
welcome-heading = Welcome to { $brand }
welcome-lead = { $n ->
    [0] You belong to { $account }. Everything is done.
    [one] You belong to { $account }. One step is left.
   *[other] You now belong to { $account }. Two steps are left.
}
welcome-lead-guest = This is what happens after the invitation.
welcome-1-title = Invitation accepted
welcome-1-text = Your access is ready.
welcome-2-title = Get the app
welcome-2-text = Install the app on your computer.
welcome-2-have = I already have it
welcome-3-title = Sign in to the app
welcome-3-text = Sign in with the same credentials; { $brand } guides you through the first steps.
welcome-3-done = I am signed in to the app
download-lead = Download the app for your operating system.
download-version = Version { $version }
download-for = Download for { $system }
download-none-title = There is no download here yet
download-none-text = Ask the admins of your company or the support team where to get the app.

## Audit log

audit-lead = Every change to your account: who, what, when and from where.
audit-retention = Nothing in this log can be changed or deleted. The entries stay for as long as your account exists.
audit-search = Name or address
audit-actor = Who
audit-name = Name
audit-what = What
audit-target = Target
audit-target-id = Target ID
audit-details = Details
audit-action = Action
audit-request = Request
audit-ip = IP address
audit-from = From
audit-until = Until
audit-day-wrong = Write the day as YYYY-MM-DD, for example 2026-11-26.
audit-days-crossed = The last day is before the first.
audit-newer = Newer
audit-older = Older
audit-empty-title = No entries yet
audit-empty-text = As soon as something changes, you will see it here.
audit-no-hit-title = No entry matches
audit-no-hit-text = Nothing in the log matches your search.
audit-only-target = Only entries about one target.
audit-only-request = Only entries of one request.
audit-before = Before
audit-after = After
audit-yes = Yes
audit-no = No
audit-file = audit-log
audit-other = A change this version does not know ({ $action }).
audit-actor-user = People
audit-actor-scim = SCIM
audit-actor-support = Support
audit-actor-support-named = { $name } (support)
audit-actor-operator = Operations
audit-actor-system = Automatic
audit-target-account = Account
audit-target-user-gone = deleted person
audit-target-group-gone = removed group
audit-target-connection = SCIM connection
audit-target-connection-of = SCIM connection: { $method }
audit-target-token = SCIM access token
audit-target-api-key = API key
audit-target-resource = Resource of a custom type
audit-target-request = Request to support
audit-target-request-of = Request #{ $reference }
audit-detail-value = Value
audit-detail-active = Active
audit-detail-changed = Changed
audit-detail-client = Client ID
audit-detail-count = Count
audit-detail-name = Name
audit-detail-groups = Groups
audit-detail-group = Group
audit-detail-group-before = Group before
audit-detail-group-removed = Group removed
audit-detail-issuer = Issuer
audit-detail-joined = Joined
audit-detail-kind = Kind
audit-detail-language = Language
audit-detail-last4 = Ends in
audit-detail-left = Left
audit-detail-limit = Limit
audit-detail-method = Login method
audit-detail-minutes = Minutes without activity
audit-detail-people = People
audit-detail-plan = Plan
audit-detail-reason = Reason
audit-detail-reference = Number
audit-detail-rights-before = Rights before
audit-detail-test = Test account
audit-detail-ticket = Ticket
audit-detail-zone = Time zone
audit-detail-user-name = User name
audit-detail-warning = Warning level
audit-action-account-created = The account was created.
audit-action-account-plan-chosen = A plan was chosen, and the test ended.
audit-action-account-plan-changed = The plan was changed.
audit-action-account-settings-changed = The account settings were changed.
audit-action-account-short-name-set = The short name for the company sign-in was changed.
audit-action-account-viewed-by-support = Support viewed the account.
audit-action-api-key-created = An API key was created.
audit-action-api-key-ended-with-maker = An API key ended with the admin right of the person who created it.
audit-action-api-key-expired = An API key expired.
audit-action-api-key-expiry-announced = The end of an API key was announced.
audit-action-api-key-revoked = An API key was revoked.
audit-action-brake-engaged = The brake held many removals at once.
audit-action-brake-released = The held removals were confirmed.
audit-action-connection-activated = SCIM was activated for a login method.
audit-action-connection-configured = The settings of a SCIM connection were changed.
audit-action-connection-deactivated = SCIM was switched off for a login method.
audit-action-connection-fell-silent = An identity provider has not called for some time.
audit-action-connection-method-changed = A SCIM connection invites by another login method.
audit-action-connection-paused = A SCIM connection was paused.
audit-action-connection-resumed = A SCIM connection was resumed.
audit-action-connection-tested = A SCIM connection was tested.
audit-action-domain-added = A domain was added.
audit-action-domain-lapsed = A domain is no longer verified.
audit-action-domain-removed = A domain was removed.
audit-action-domain-verified = A domain was verified.
audit-action-group-created = A group was created.
audit-action-group-changed = A group was changed.
audit-action-group-removed = A group was removed.
audit-action-group-rights-set = The rights of a group were set.
audit-action-group-order-changed = The order of the groups was changed.
audit-action-group-members-left-out = A group came with members nobody here knows; they were left out.
audit-action-identity-changed-refused = A sign-in with another identity was refused.
audit-action-identity-provider-set = The account’s identity provider was set up or changed.
audit-action-identity-provider-tested = The account’s identity provider was tested successfully.
audit-action-invitation-accepted = An invitation was accepted.
audit-action-invitation-ended-without-address = An invitation ended because the identity provider no longer gives an email address.
audit-action-invitation-expired = An invitation expired.
audit-action-invitation-reminded = A reminder of an invitation was sent.
audit-action-invitation-renewed = An expired invitation was renewed.
audit-action-invitation-resent = An invitation was resent.
audit-action-invitation-sent = An invitation was sent.
audit-action-invitation-withdrawn = An invitation was revoked.
audit-action-invitations-sent = Waiting invitations were sent.
audit-action-invitations-method-changed = Open invitations were sent again by another login method.
audit-action-job-ordered = An action for several people was started.
audit-action-licences-automatic-adjustment-switched = The automatic adjustment of licences was turned on or off.
audit-action-licences-added = Licences were added.
audit-action-licences-cancelled = Licences were cancelled.
audit-action-licences-limits-set = The limit or the warning level of the licences was changed.
audit-action-licences-limit-reached = The limit of the licences was reached.
audit-action-licences-warning-reached = The warning level of the licences was reached.
audit-action-link-requested = Linking an existing person was requested.
audit-action-link-approved = Linking a person with the identity provider was approved.
audit-action-link-declined = Linking a person with the identity provider was declined.
audit-action-notifications-set = Personal notifications were changed.
audit-action-passkey-added = A passkey was added.
audit-action-passkey-copy-refused = A copied passkey was refused.
audit-action-passkey-removed = A passkey was removed.
audit-action-passkey-renamed = A passkey was renamed.
audit-action-password-changed = A password was changed.
audit-action-password-reset-requested = A new password was requested.
audit-action-resource-created = A resource of a custom type was created.
audit-action-resource-changed = A resource of a custom type was changed.
audit-action-resource-removed = A resource of a custom type was removed.
audit-action-schema-added = A custom SCIM schema was added.
audit-action-schema-removed = A custom SCIM schema was removed.
audit-action-scim-closed = SCIM accepts nothing any more because a precondition is missing.
audit-action-scim-lapsed = A precondition of SCIM is gone; the grace period runs.
audit-action-scim-restored = The preconditions of SCIM are met again.
audit-action-second-factor-duty-set = The requirement of a second factor was turned on or off.
audit-action-second-factor-recovery-codes-made = New recovery codes were made.
audit-action-second-factor-reset = A person’s second factor was reset.
audit-action-second-factor-set-up = A second factor was set up.
audit-action-second-factor-switched-off = A second factor was turned off.
audit-action-session-proven-again = A person confirmed who they are.
audit-action-session-signed-in = A person signed in.
audit-action-sessions-ended = Sessions were ended.
audit-action-sessions-length-set = The session length was changed.
audit-action-sign-in-address-asked = A change of the sign-in address was started.
audit-action-sign-in-address-moved = The sign-in address was changed.
audit-action-sign-in-method-set = A login method was turned on or off.
audit-action-sign-in-method-tenant-set = The account’s Microsoft directory was changed.
audit-action-sign-in-method-linked = A person added another login method.
audit-action-sign-in-method-unlinked = A person removed a login method.
audit-action-support-access-allowed = Support access was allowed for 24 hours.
audit-action-support-access-withdrawn = Support access was ended.
audit-action-support-access-account-viewed = Support looked at licences, connections and login methods.
audit-action-support-access-people-viewed = Support looked at the list of people.
audit-action-support-access-person-viewed = Support looked at a person.
audit-action-support-access-requests-viewed = Support looked at the log of a connection.
audit-action-support-access-request-viewed = Support looked at a request of the identity provider.
audit-action-support-request-filed = A request to support was filed.
audit-action-support-request-withdrawn = A request to support was withdrawn.
audit-action-support-request-done = A request to support was settled.
audit-action-token-created = A SCIM access token was created.
audit-action-token-revoked = A SCIM access token was revoked.
audit-action-token-expired = A SCIM access token expired.
audit-action-token-expiry-announced = The end of a SCIM access token was announced.
audit-action-token-replaced = A replaced SCIM access token was revoked.
audit-action-token-withdrawn = The new SCIM access token was withdrawn; the previous one stays valid.
audit-action-user-created = A person was created.
audit-action-user-provisioned = A person arrived from the identity provider.
audit-action-user-replaced = A person was changed by SCIM.
audit-action-user-linked = An existing person was linked with the identity provider.
audit-action-user-renamed = A person changed their name.
audit-action-user-rights-changed = A person’s rights were changed.
audit-action-user-administrator-kept = The last administrator keeps the right.
audit-action-user-seat-granted = A waiting person received a licence.
audit-action-user-left-groups = A person left their groups.
audit-action-user-data-taken = A person downloaded their own data.
audit-action-user-deactivated = A person was deactivated.
audit-action-user-reactivated = A person was reactivated.
audit-action-user-removed = A person was removed.
audit-action-user-removal-refused = The removal of the last administrator was refused.
audit-action-user-restored = A person was restored.
audit-action-user-purged = The data of a removed person were deleted for good.
audit-action-user-detached = A person was detached from the identity provider.
audit-action-user-address-changed = Somebody’s email address was changed.
audit-action-user-edited = A person’s details were edited.
audit-action-user-invited = A person was invited.
audit-action-user-language-chosen = A person chose their language.
audit-action-user-let-go = A person is no longer managed by the identity provider.
audit-action-user-returned = A removed person came back.

## Account

delete-test-title = Delete the test account
delete-test-way = You no longer need the test account? You can delete it, with everything in it.
delete-test-lead = The account { $account } and everything in it is deleted at once and for good.
delete-test-people = { $n ->
    [one] You lose your access, and all sessions end.
   *[other] All { $n } people lose their access, including you. Open invitations and links stop working.
}
delete-test-data = Nobody can restore the account, not even our support team.
delete-test-burnt = After that no new test account can be created with the addresses of the admins. To know them again we keep a checksum only, not the address.
delete-test-button = Delete the test account for good
delete-test-done-title = Your test account is deleted
delete-test-done-text = Nothing of it is left. A confirmation is on its way by email.
settings-lead = What your company is called, which language it speaks and in which time zone it works.
account-settings-saved = The account settings are saved.
settings-name = Company name
settings-name-hint = Appears on every page and in every email, for example in invitations.
settings-name-wrong = Enter a name of 1 to 200 characters.
settings-language = Language of the account
settings-language-hint = Applies to new people and emails unless a person has a language of their own.
settings-zone = Time zone
settings-zone-hint = All times on pages and in emails are in this time zone, and months begin in it.
settings-zone-now = The time there is { $time } now.
settings-zone-wrong = This time zone does not exist. Write it like Europe/Berlin.
notifications-lead = What you receive a mail about. This applies to you alone; other admins choose for themselves.
notifications-saved = Your notifications are saved.
notify-now = At once
notify-digest = Once a day
notify-off = Never
notify-always = For security reasons, this mail cannot be turned off.
notify-token = SCIM access token and API keys
notify-token-text = A token or key was created, replaced or revoked, or it expires.
notify-administrator = Last administrator
notify-administrator-text = Your identity provider wanted to remove the last person with the administrator right.
notify-identity = Another identity
notify-identity-text = Somebody tried to sign in with a person’s address but another identity.
notify-brake = Emergency brake
notify-brake-text = Many people were removed at once.
notify-limit = Licence limit
notify-limit-text = People are waiting for a licence.
notify-support-text = Somebody from your company allowed support to look at the account.

## Subscription

subscription-lead = { $plan } plan with { $n ->
    [one] { $n } licence
   *[other] { $n } licences
}
subscription-plans = Plan
subscription-current = Your plan
subscription-choose = Change to { $plan }
subscription-price = { $price } per licence and month, plus VAT
plan-basic-text = App and Customer Portal, invite people by hand.
plan-connect-text = Like Basic, plus connections to other programs.
plan-premium-text = Like Connect, plus automatic user management with SCIM.
subscription-confirm-title = Change to { $plan }?
subscription-confirm-text = The change applies at once. The difference is settled to the day for the rest of the month.
subscription-share = Difference for { $n ->
    [one] { $n } licence
   *[other] { $n } licences
}, pro rata for { $left } of { $days } days
subscription-confirm = Change to { $plan } now
subscription-loses-scim = SCIM is part of Premium only
subscription-loses-scim-text = After the change, your connection works for another 14 days; then we refuse requests of your identity provider. People keep their access; token and base URL stay.
subscription-changed = Your plan is now { $plan }.
subscription-not-changed = The plan has changed in the meantime. Check it and start again if you need to.
invoice-title = Next invoice on { $date }
invoice-text = As of today, if nothing changes until then.
invoice-coming = { $n ->
    [one] { $n } licence for the coming month
   *[other] { $n } licences for the coming month
}
invoice-adjustments = Automatic adjustment this month, balance { $n }
invoice-by-hand = Changed by hand this month, with VAT
invoice-due = To pay
invoice-credit = Credit
invoice-gross = Amount with VAT
invoice-entries = Settled
licences-added-entry = { $n ->
    [one] { $n } licence added
   *[other] { $n } licences added
}
licences-cancelled-entry = { $n ->
    [one] { $n } licence cancelled
   *[other] { $n } licences cancelled
}
plan-changed-entry = { $plan } plan

## Help

help-lead = Short guides for admins.
help-contact-title = Contact
help-guides-title = Guides for your identity provider
help-guide-title = Set up SCIM with { $name }
help-guide-title-generic = Set up SCIM with another provider
help-guide-lead = This is how your users arrive in { $brand } automatically. You need the SCIM Base URL and the SCIM Access Token from the Customer Portal.
help-scim-title = SCIM & { $brand }: activating automatic user management
help-scim-lead = What SCIM does, what you need and how to set up OneLogin.
help-licences-title = How to increase or reduce your licences
help-licences-lead = Who needs a licence, and what the automatic adjustment does.

## Support

requests-lead = Your requests to our support team and their status.
request-new-title = Ask a question
request-new-text = Describe what it is about. You get a number you can refer to. Never include a token or a password.
request-token-link = Lost a token? Report that at the SCIM connection.
request-message = Your message
request-message-hint = At most 2,000 characters.
request-send = Send request
request-too-long = The message is longer than 2,000 characters. Shorten it.
request-nothing-said = Write what it is about.
request-too-many = There are 20 open requests already. Withdraw one or wait for an answer.
request-filed = Your request #{ $reference } has arrived. We will get back to you.
request-withdrawn-note = The request is withdrawn.
requests-title = Requests
requests-empty-title = No requests yet
requests-empty-text = What you ask appears here with its number and state.
request-head = #{ $reference } · { $subject }
request-other = Question
request-open = open
request-done = settled
request-taken-back = withdrawn
request-take-back = Withdraw
request-withdraw-spoken = Withdraw request #{ $reference }
request-closed = closed

## Errors

error-home = Go to the home page
error-reference = Reference:
error-400-title = We did not understand that
error-400-text = Something is missing in what was sent. Go back one step, reload the page and try again.
error-403-title = You cannot do that here
error-403-text = The request did not come from this page, or you do not have the right. Reload the page and try again.
error-404-title = This page does not exist
error-404-text = The address may be incomplete, or the person no longer belongs to your account.
error-410-title = This no longer exists
error-410-text = What was here has been removed.
error-413-title = That was too much at once
error-413-text = What you entered is too long. Shorten it and send it again.
error-429-title = That was too fast
error-429-text = There were too many requests. Wait a moment and try again.
error-500-title = Something went wrong
error-500-text = The fault is ours. Try again; if it happens again, give the support team the reference.
error-503-title = Not available right now
error-503-text = We will be right back. Nothing is lost; try again in a minute.

## Support console

support-nav-label = Support console
support-nav-accounts = Accounts and requests
support-nav-log = My log
support-nav-sign-in = My sign-in
support-passkeys-no-name = Browsers have no passkeys for this address. The installation needs a name for them, not an IP address.
support-console = Support console
support-sign-in-title = Support console
support-sign-in-lead = For the support team only. Everything you do here is logged.
second-factor-title = Second factor
second-factor-lead = Enter the code from your authenticator app.
enrol-title = Set up your second factor
enrol-lead = Scan the code with your authenticator app, then enter the one-time code it shows.
enrol-qr = QR code for the authenticator app
enrol-key = Or type in this key
enrol-code-hint = Six digits from your authenticator app.
enrol-confirm = Set up
recovery-title = Your recovery codes
recovery-lead = You will see them only now. Each works once, for when you do not have your authenticator app at hand.
recovery-done = I have saved them
error-code = The code is wrong or has already been used.
error-code-throttled = Too many wrong codes. Wait 15 minutes.
support-search = Account: name, account ID or connection ID
support-no-hit = No account found
support-no-hit-text = Search for a part of the name or for a complete ID.
support-inbox = Open requests
support-inbox-empty = All done
support-inbox-empty-text = There are no open requests.
support-column-reference = Number
support-column-kind = Subject
support-column-account = Account
support-column-by = From
support-column-at = Since
request-token-lost = Token lost
request-plan-change = Change plan
support-account-id = Account ID
support-plan = Plan
support-connections = SCIM connections
support-connection-id = Connection ID
support-no-connection = No connection
support-no-connection-text = This account has never activated SCIM.
support-no-request = none yet
support-last-request = Last request
support-token-live = Valid token
support-reason = Reason for revoking
support-reason-hint = The admins of the account will read it.
support-ticket = Ticket
support-revoke = Revoke token
support-revoked = The token is revoked. The admins of the account will get an email.
support-nothing-to-revoke = There is no valid token.
support-closed = The request is settled.
support-request-done = Mark as settled
support-access-none = No access allowed
support-access-how = You see more than this only once an administrator of the account allows it: Account Settings → Security → “Allow support access (24 h)”. The access ends by itself after 24 hours.
support-look = Account view
support-look-open = View account
support-look-note = View only: { $by } allows it until { $until }. Every page you open is in the audit log of the account.
support-look-limit = Limit of the automatic adjustment: { $n }
support-licences-total = { $n ->
    [one] { $n } licence in all
   *[other] { $n } licences in all
}
support-method-not-offered = This installation does not offer this method.
support-method-not-set-up = Not set up yet.
support-people = People
support-people-open = View people
support-requests-of = Log of the connection { $method }
support-providers = Providers set up
support-error-reason = Enter a reason of at most 1000 characters.
support-error-ticket = Enter the ticket, at most 100 characters.
support-log-lead = What you have done in this console.
support-log-empty = Nothing yet
support-log-empty-text = As soon as you open an account or change something, you will see it here.
support-did-searched = Searched for accounts
support-did-viewed = Opened account
support-did-look = Viewed licences, connections and login methods
support-did-people = Viewed the list of people
support-did-person = Viewed a person
support-did-requests = Viewed the log of a connection
support-did-request = Viewed a request of an identity provider
support-did-revoked = Revoked token
support-did-settled = Marked request as settled
support-did-sign-in = Signed in
support-did-second-factor = Confirmed second factor
support-did-passkey = Passkey shown
support-did-prove-again = Confirmed again
support-did-reset = Second factor reset by operations
support-log-action = Action
support-log-subject = Concerns

## Mail

mail-greeting = Hello { $name },
mail-greeting-plain = Hello,
mail-somebody = somebody with access to your account
mail-link-fallback = If the button does not work, copy this address into your browser:
mail-contact = Questions? Our support team is happy to help: { $contact }
mail-automatic = This message was sent automatically.
mail-until-date = { $date } at { $time } ({ $zone })

mail-method = { $method ->
    [google] Google
    [microsoft] Microsoft
    [oidc] OpenID Connect
    [saml] SAML
   *[password] Email & password
}

mail-invitation-subject = { $company } invites you to { $brand }
mail-invitation-by-company = Your company { $company } has set up { $brand } for you. Accept the invitation, then download the app and get started.
mail-invitation-by-person = { $inviter } has invited you to join the { $company } account at { $brand }. Accept the invitation, then download the app and get started.
mail-invitation-how = { $method ->
    [google] You sign in with your Google account.
    [microsoft] You sign in with your Microsoft account.
    [oidc] You sign in with your company login.
    [saml] You sign in with your company login.
   *[password] You set your own password when you accept.
}
mail-invitation-action = { $method ->
    [google] Accept with Google
    [microsoft] Accept with Microsoft
    [oidc] Accept with company login
    [saml] Accept with company login
   *[password] Accept invitation
}
mail-invitation-until = The invitation is valid until { $date }. After that, the same link lets you request a new one.
mail-invitation-unexpected = You did not expect this invitation? Then ignore this message; nothing happens unless you act on it.
mail-reminder-subject = Reminder: { $company } invites you to { $brand }
mail-reminder-intro = a few days ago your company { $company } set up access to { $brand } for you. You have not accepted the invitation yet.
mail-reminder-once = We remind you just this once. You do not want access? Then ignore this message.
mail-account-ready-subject = Your access to { $brand } is ready
mail-account-ready-intro = you have accepted the invitation of { $company }; your access to { $brand } is ready.
mail-account-ready-how = { $method ->
    [google] You sign in with your Google account.
    [microsoft] You sign in with your Microsoft account.
    [oidc] You sign in with your company’s sign-in.
    [saml] You sign in with your company’s sign-in.
   *[password] You sign in with this email address and the password you have set.
}
mail-account-ready-next = Now download the app and sign in there with the same credentials. You can also do it later or on another device; { $brand } remembers where you were.
mail-account-ready-action = Continue setting up

mail-sign-up-subject = Confirm your email address for { $brand }
mail-sign-up-intro = Somebody wants to create a test account for { $brand } with this address. If it is you, confirm the address and set your password.
mail-sign-up-action = Confirm address
mail-sign-up-unexpected = It was not you? Then ignore this message; without the link no account is created.
mail-sign-up-known-subject = You already have an account for { $brand }
mail-sign-up-known-intro = Somebody wants to create a test account for { $brand } with this address. But you already have an account and can sign in to it.
mail-sign-up-known-password = Forgot your password? The sign-in page sends you a link to set a new one.
mail-sign-up-known-unexpected = It was not you? Then ignore this message; nothing changes.
mail-test-ending-subject = { $n ->
    [one] Your test of { $brand } ends in { $n } day
   *[other] Your test of { $brand } ends in { $n } days
}
mail-test-ending-intro = The test account of { $company } ends on { $date }.
mail-test-ending-effect = After that nobody can be invited any more. Everybody who is in keeps their access, and no data are lost.
mail-test-ending-next = If you want to go on, choose a plan. Otherwise there is nothing you need to do.
mail-sign-up-burnt-subject = No new test account for { $brand }
mail-sign-up-burnt-intro = Somebody wants to create a test account for { $brand } with this address. There was one with this address, and it was deleted; a second one is not possible.
mail-sign-up-burnt-next = If you want to use { $brand }, please contact our support team.
mail-test-deleted-subject = Your test account for { $brand } is deleted
mail-test-deleted-intro = You have deleted your test account. Nobody in it has access any more, and all data are gone.
mail-test-deleted-burnt = No new test account can be created with your address. To know it again we have kept a checksum only, not the address.
mail-test-deleted-unexpected = It was not you? Then contact our support team at once.
mail-password-reset-subject = New password for { $brand }
mail-password-reset-intro = You asked for a new password for your account at { $company }.
mail-password-reset-action = Set a new password
mail-password-reset-until = The link is valid until { $date } and works once.
mail-password-reset-unexpected = You did not ask for anything? Then ignore this message; your password stays as it is.

mail-password-changed-subject = Your password was changed
mail-password-changed-intro = The password for your account at { $company } was just changed. All previous sessions have ended.
mail-password-changed-unexpected = That was not you? Then please contact your admins or our support team right away.
mail-second-factor-set-up-subject = Second factor set up
mail-second-factor-set-up-intro = a second factor is now set up for your account at { $company }. Your other sessions have ended.
mail-second-factor-off-subject = Second factor switched off
mail-second-factor-off-intro = the second factor for your account at { $company } was switched off. Your password is now enough to sign in.
mail-second-factor-reset-subject = Second factor reset
mail-second-factor-reset-intro = the second factor for your account at { $company } was reset. All your sessions have ended; set the second factor up again right after you sign in.
mail-second-factor-codes-subject = New recovery codes
mail-second-factor-codes-intro = new recovery codes were created for your account at { $company }. The previous ones no longer work.
mail-second-factor-unexpected = You did not expect this? Then change your password at once and contact your admins or our support team.
mail-passkey-added-subject = Passkey added
mail-passkey-added-intro = a passkey was added to your account at { $company }. You can sign in with it without a password. Your other sessions have ended.
mail-passkey-removed-subject = Passkey removed
mail-passkey-removed-intro = a passkey of your account at { $company } was removed. Nobody gets in with it any more. Your other sessions have ended.
mail-passkey-copied-subject = Passkey refused
mail-passkey-copied-intro = somebody tried to sign in at { $company } with one of your passkeys that seems to exist twice. We refused it. Remove this passkey in your profile and create a new one.
mail-passkey-unexpected = This was not you? Then remove the passkey in your profile, change your password and contact your admins or our support team.
mail-domain-missing-subject = { $company }: the DNS record of a domain is missing
mail-domain-missing-intro = The TXT record that verifies your domain { $domain } is no longer in DNS.
mail-domain-missing-effect = Unless it comes back, the domain leads to the company login only until { $date }. Nobody is signed out.
mail-domain-missing-action = Open domains
mail-support-allowed-subject = { $company }: support access allowed for 24 hours
mail-support-allowed-intro = { $actor } allowed our support team to look at the account of { $company } until { $date }.
mail-support-allowed-effect = The team sees people, invitations, licences, connections and the settings of the login methods. It cannot change anything, and every page it opens is in the audit log.
mail-support-allowed-unexpected = This should not be? Then end the access at once under Account Settings → Security.
mail-support-allowed-action = Open security settings
mail-method-linked-subject = New login method set up
mail-method-linked-intro = From now on you can also sign in to { $company } with { $method }. All other sessions have ended.
mail-method-removed-subject = Login method removed
mail-method-removed-intro = You can no longer sign in to { $company } with { $method }. All other sessions have ended.
mail-method-changed-unexpected = This was not you? Then contact your admins or our support team at once.

mail-address-changed-subject = Your contact address was changed
mail-address-changed-intro = The identity provider of { $company } changed your contact address to { $address }.
mail-address-changed-by-hand = { $name } changed your contact address at { $company } to { $address }.
mail-address-changed-confirm = You keep signing in with this address until you confirm the new one: sign in and open “My profile”.
mail-address-removed-intro = The identity provider of { $company } removed your contact address.
mail-address-changed-sign-in = The way you sign in stays the same: you still use this address, and messages about your access still come here.
mail-address-changed-unexpected = Is this wrong? Then please contact your admins.
mail-address-confirmation-subject = Confirm your new address for { $brand }
mail-address-confirmation-intro = you would like to sign in to your account at { $company } with this address from now on.
mail-address-confirmation-how = Open the link in the browser in which you are signed in, and confirm the change there.
mail-address-confirmation-action = Confirm the new address
mail-address-confirmation-until = The link works until { $date }, once.
mail-address-confirmation-unexpected = You did not ask for this? Then ignore this message; nothing changes unless you act.
mail-sign-in-address-moved-subject = Your sign-in address was changed
mail-sign-in-address-moved-intro = for your account at { $company } you now sign in with { $address }. Your password stays the same.
mail-sign-in-address-moved-unexpected = That is not right? Then please contact your admins or our support team at once.

mail-token-created-subject = New SCIM Access Token for { $company }
mail-token-created-intro = A SCIM Access Token was created for the login method { $method } (ending in …{ $last4 }). Created by: { $actor }.
mail-token-created-next = With this token, your identity provider now manages people in the { $company } account.
mail-token-created-unexpected = You did not expect this? Then please contact our support team, so that we can revoke the token.

mail-token-revoked-subject = The SCIM Access Token of { $company } was revoked
mail-token-revoked-intro = The SCIM Access Token for the login method { $method } (ending in …{ $last4 }) was revoked. By: { $actor }.
mail-token-revoked-reason = Reason: { $reason }
mail-token-revoked-ticket = Ticket: { $ticket }
mail-token-revoked-next = People keep their access, but changes from your identity provider do not arrive until you generate a new token in the Customer Portal. The SCIM Base URL stays the same.
mail-token-rotated-subject = SCIM Access Token of { $company } is being replaced
mail-token-rotated-intro = a new SCIM Access Token (ending in …{ $last4 }) was created for the login method { $method }. Created by: { $actor }.
mail-token-rotated-until = The old token (ending in …{ $last4 }) keeps working until { $date }.
mail-token-rotated-next = Enter the new token in your identity provider before then. The SCIM Base URL stays the same.
mail-token-expiring-subject = { $n ->
    [one] SCIM Access Token of { $company } expires in { $n } day
   *[other] SCIM Access Token of { $company } expires in { $n } days
}
mail-token-expiring-intro = the SCIM Access Token for the login method { $method } (ending in …{ $last4 }) expires on { $date }.
mail-token-expiring-next = Replace it in time in the Customer Portal under User Management → SCIM → Settings. The old token keeps working while you enter the new one.
mail-token-expired-subject = SCIM Access Token of { $company } has expired
mail-token-expired-intro = the SCIM Access Token for the login method { $method } (ending in …{ $last4 }) has expired.
mail-key-named = the API key “{ $name }” (ending in …{ $last4 })
mail-key-unnamed = an API key (ending in …{ $last4 })
mail-key-action = View API keys
mail-key-made-subject = New API key for { $company }
mail-key-made-intro = { $key } was created. Created by: { $actor }.
mail-key-made-opens = With it a program reads until { $date }: { $areas }. It cannot change anything.
mail-key-made-unexpected = You did not expect this? Then revoke the key at once under Account Settings → Security → API keys.
mail-key-revoked-subject = API key of { $company } was revoked
mail-key-revoked-intro = { $key } was revoked. By: { $actor }.
mail-key-ended-next = The program that used it gets no more answers. If it is still needed, create a new key.
mail-key-maker-subject = API key of { $company } has ended
mail-key-maker-intro = { $key } no longer works, because { $maker } created it and is no longer an admin.
mail-key-expiring-subject = { $n ->
    [one] API key of { $company } expires in { $n } day
   *[other] API key of { $company } expires in { $n } days
}
mail-key-expiring-intro = { $key } expires: { $date }.
mail-key-expiring-next = Create a new one in time and enter it in your program. Until then both work side by side.
mail-key-expired-subject = API key of { $company } has expired
mail-key-expired-intro = { $key } has expired.
mail-old-token-ended-subject = The old SCIM Access Token of { $company } was revoked
mail-old-token-ended-intro = { $actor } revoked the old SCIM Access Token for the login method { $method } (ending in …{ $last4 }).
mail-old-token-ended-effect = From now on, only the new token works.
mail-new-token-withdrawn-subject = The new SCIM Access Token of { $company } was discarded
mail-new-token-withdrawn-intro = { $actor } discarded the new SCIM Access Token for the login method { $method } (ending in …{ $last4 }).
mail-new-token-withdrawn-effect = The previous token keeps working as before.
mail-scim-paused-subject = SCIM of { $company } is paused
mail-scim-paused-intro = { $actor } paused the SCIM connection for the login method { $method }.
mail-scim-paused-effect = People keep their access. Changes from your identity provider do not arrive until the connection is resumed.
mail-scim-resumed-subject = SCIM of { $company } is running again
mail-scim-resumed-intro = { $actor } resumed the SCIM connection for the login method { $method }.
mail-scim-resumed-effect = Changes from your identity provider arrive again. What happened during the pause is sent with its next synchronisation.
mail-scim-deactivated-subject = SCIM of { $company } was deactivated
mail-scim-deactivated-intro = { $actor } deactivated SCIM for the login method { $method }. The SCIM Access Token no longer works.
mail-scim-deactivated-kept = The people keep their access and are managed by hand from now on.
mail-scim-deactivated-gone = The access of the people managed by it has ended. Admins can reactivate them under Users.
mail-scim-lapsing-premium = SCIM is available with Premium only, and your account is on another plan now.
mail-scim-lapsing-automatic = SCIM needs the automatic adjustment of licences, and it is turned off in your account.
mail-scim-lapsing-subject = SCIM of { $company } ends on { $date }
mail-scim-lapsing-effect = Your SCIM connection keeps working until { $date }. After that it refuses every request of your identity provider. People keep their access.
mail-scim-closed-subject = SCIM of { $company } is blocked
mail-scim-closed-effect = Since then your SCIM connection has refused every request of your identity provider. People keep their access.
mail-scim-lapsing-next = The Customer Portal shows what is missing under User Management → SCIM. As soon as it is back, the connection goes on, with the same token.
mail-scim-silent-subject = SCIM of { $company }: no request for a long time
mail-scim-silent-intro = your identity provider last called for the login method { $method } on { $date }.
mail-scim-silent-next = If nothing changed on your side, there is nothing to do. Otherwise check that provisioning is still enabled in your identity provider.
mail-administrator-kept-subject = The last admin of { $company } was not removed
mail-administrator-kept-intro = Your identity provider tried to deactivate or remove { $name }. We refused, because afterwards nobody could manage the account.
mail-administrator-kept-next = If the person should leave, first give somebody else the Administrator right.
mail-administrator-kept-right-subject = The last administrator of { $company } keeps the right
mail-administrator-kept-right-intro = By the rules for groups { $name } would have lost the Administrator right ({ $group }). It stays, because afterwards nobody could manage the account.
mail-administrator-by-rule-subject = Somebody in { $company } is no longer an Administrator
mail-administrator-by-rule-intro = By the rules for groups { $name } no longer has the Administrator right ({ $group }). Until now it had been given by hand.
mail-administrator-by-rule-next = If the person should keep it, give the right in the rule of the group, or take the person out of the group at your identity provider.
mail-group = group “{ $name }”
mail-some-group = by a group
mail-identity-changed-subject = A sign-in to { $company } was refused
mail-identity-changed-intro = Somebody signed in through { $method } with the address { $address }, but is a different person there than before.
mail-identity-changed-effect = We refused the sign-in. This happens when a mailbox or a whole domain has been given to somebody else.
mail-identity-changed-next = If the new account really belongs to the same person, remove them and invite them again. Otherwise there is nothing to do.
mail-removals-held-subject = Emergency brake: many people of { $company } were removed at once
mail-removals-held-intro = Within minutes, your identity provider deactivated or removed an unusual number of people with the login method { $method }.
mail-removals-held-effect = Their access ended at once. Their licences and the deletion periods are on hold until you confirm the removals.
mail-removals-held-next = Was this intended? Then confirm it in the Customer Portal under User Management → SCIM. If not, check your identity provider: whoever becomes active there again gets their access back.
mail-limit-reached-subject = The licence limit of { $company } is reached
mail-limit-reached-intro = The automatic adjustment of licences has reached the limit you set: { $n }.
mail-limit-reached-effect = New people from your identity provider are stored and are waiting for a licence. They receive their invitation as soon as one is free.
mail-limit-reached-next = Raise the limit in the Customer Portal under User Management → Licences, or free licences there.
mail-digest-subject = What happened at { $company } yesterday
mail-digest-intro = This has happened since the last summary:
mail-digest-choose = The audit log has the details. You choose what you receive emails about under Account Settings → Notifications.
mail-portal-action = Go to the Customer Portal

## Mailbox: only on the machine itself, where mail is written to files

mailbox-title = Mailbox
mailbox-lead = This installation sends no mail. What it would send is kept here and as files in the folder { $folder }.
mailbox-empty = No mail yet
mailbox-empty-text = As soon as somebody is invited or a token is created, the mail appears here. Reload the page then.
mailbox-to = To
mailbox-at = Time
mailbox-text = As text
mailbox-html = What the mail looks like in a mail program
mailbox-back = All mail

## Demo: on one’s own machine alone

demo-title = Demo: an account for each state
demo-lead = Sign in with address and password, then open the state in the first column.
demo-column-state = State
demo-column-what = What you see
demo-s0 = Without admin right
demo-s1 = Not Premium
demo-s2 = Automatic adjustment of licences turned off
demo-s3 = S3 (no login method) has no account of its own: without a login method nobody can sign in.
demo-s4 = Ready to activate
demo-s5 = The token is visible as soon as you click “Activate”
demo-s6 = Waiting for the first request
demo-s7 = Connected
demo-s8 = Connected with notices: silent for 10 days, token expires soon
demo-s9 = Token lost, request with support
demo-s10 = Token revoked
demo-s11 = Token expired
demo-s12 = Token is being replaced
demo-s13 = Paused
demo-s14 = No longer Premium, SCIM ends soon
demo-s14b = No longer Premium, SCIM is blocked
demo-test = Test account with four days left
demo-s15 = Deactivate, at the end of the settings
