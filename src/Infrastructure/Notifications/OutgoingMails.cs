using Marketplace.Application.Notifications;
using Marketplace.Domain.Notifications;
using Npgsql;

namespace Marketplace.Infrastructure.Notifications;

/// <summary>On connections of its own, outside the reaction's transaction.</summary>
internal sealed class OutgoingMails(NpgsqlDataSource database, TimeProvider clock) : IOutgoingMails
{
    public async Task<OutgoingMail?> TakeAsync(MailId id, CancellationToken ct)
    {
        await using var take = database.CreateCommand(
            "update notifications.mails set state = 'Sending' where id = $1 and state = 'Queued' returning recipient, subject, text, html, unsubscribe_url");
        take.Parameters.Add(new() { Value = id.Value });
        await using var row = await take.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(id, row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4)) : null;
    }

    public async Task SentAsync(MailId id, CancellationToken ct)
    {
        await using var sent = database.CreateCommand(
            "update notifications.mails set state = 'Sent', sent_at = $2, error = null, text = null, html = null, unsubscribe_url = null where id = $1");
        sent.Parameters.Add(new() { Value = id.Value });
        sent.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await sent.ExecuteNonQueryAsync(ct);
    }

    public async Task FailedAsync(MailId id, string error, bool tryAgain, CancellationToken ct)
    {
        await using var failed = database.CreateCommand("update notifications.mails set state = $2, error = $3 where id = $1");
        failed.Parameters.Add(new() { Value = id.Value });
        failed.Parameters.Add(new() { Value = tryAgain ? nameof(MailState.Queued) : nameof(MailState.Failed) });
        failed.Parameters.Add(new() { Value = error.Length > Mail.ErrorMaxLength ? error[..Mail.ErrorMaxLength] : error });
        await failed.ExecuteNonQueryAsync(ct);
    }
}
