-- Reason: PostgreSQL reads each check of a table from its text and prepares it anew for every statement that writes there. The nineteen of
-- users were a fifth of what a change of a person cost (docs/PERFORMANCE.md). The same rules as one function are prepared once for each session.
--
-- The new check comes first and the old ones go in the same moment, so there is none without. Rows that are there obey the old ones already;
-- the next migration has PostgreSQL look itself.

set local lock_timeout = '5s';

create function is_sound(person users) returns boolean
  language plpgsql immutable parallel safe
as $$
begin
  return
    -- What is compared with null is not false.
        (length(person.external_id) <= 320) is not false
    and length(person.user_name) between 1 and 320
    and (length(person.email) <= 320) is not false
    and (length(person.sign_in_email) <= 320) is not false
    and (length(person.given_name) <= 256) is not false
    and (length(person.family_name) <= 256) is not false
    and length(person.display_name) between 1 and 600
    and (length(person.phone) <= 256) is not false
    and person.language in ('de', 'en')
    and jsonb_typeof(person.attributes) = 'object'
    and jsonb_typeof(person.comparable) = 'object'
    and person.status in ('invited', 'active', 'deactivated', 'expired', 'revoked', 'removed', 'waiting')
    and (person.method in ('password', 'google', 'microsoft', 'oidc', 'saml')) is not false
    and (person.status = 'removed') = (person.removed_at is not null)
    -- Only who is managed has what an identity provider says of them alone.
    and (person.connection_id is not null or (person.external_id is null and person.linked_at is null))
    and (not person.held or person.status in ('deactivated', 'removed'))
    -- An address and what it is compared by come together.
    and (person.email is null) = (person.email_key is null)
    and (person.sign_in_email is null) = (person.sign_in_email_key is null)
    -- Nobody comes in, or came in, without an address.
    and (person.sign_in_email is not null or (person.email is null and person.status <> 'active' and person.accepted_at is null));
end
$$;
revoke all on function is_sound(users) from public;
grant execute on function is_sound(users) to einlass_app;

alter table users
  add constraint users_sound check (is_sound(users)) not valid,
  drop constraint entered_by_address,
  drop constraint users_attributes_check,
  drop constraint users_check,
  drop constraint users_check1,
  drop constraint users_comparable_check,
  drop constraint users_display_name_check,
  drop constraint users_email_check,
  drop constraint users_external_id_check,
  drop constraint users_family_name_check,
  drop constraint users_given_name_check,
  drop constraint users_held,
  drop constraint users_language_check,
  drop constraint users_linked,
  drop constraint users_method_check,
  drop constraint users_phone_check,
  drop constraint users_sign_in_email_check,
  drop constraint users_status_check,
  drop constraint users_user_name_check,
  drop constraint whole_address;
