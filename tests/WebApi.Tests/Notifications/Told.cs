using Marketplace.Application.Notifications;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Notifications;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>What somebody was told.</summary>
internal static class Told
{
    extension(MarketplaceApp app)
    {
        /// <summary>Waits for that many notices of one kind; oldest first.</summary>
        public Task<List<Notification>> NoticesAsync(UserId user, string kind, int atLeast = 1) =>
            Eventually.GetAsync(() => app.NoticesNowAsync(user, kind), notices => notices.Count >= atLeast, TimeSpan.FromSeconds(40));

        public async Task<List<Notification>> NoticesNowAsync(UserId user, string kind)
        {
            await using var db = app.OpenDb();
            return await db.Notifications.AsNoTracking().Of(user).Where(n => n.Kind == kind).OrderBy(n => n.At).ToListAsync();
        }

        /// <summary>Waits for the one mail of this kind to this address, with these words in its subject.</summary>
        public async Task<StoredMail> MailToAsync(string address, string kind, string words = "")
        {
            var row = await Eventually.GetAsync(async () =>
            {
                await using var db = app.OpenDb();
                return await db.Set<Mail>().AsNoTracking().SingleOrDefaultAsync(m => m.Recipient == address && m.Kind == kind && m.Subject.Contains(words));
            }, mail => mail?.State == MailState.Sent, TimeSpan.FromSeconds(40));
            return Assert.Single(await app.SentAsync(), m => m.Id.EndsWith(row!.Id.Value.ToString("N"), StringComparison.Ordinal));
        }

        public async Task<bool> WasMailedAsync(string kind, object about)
        {
            await using var db = app.OpenDb();
            return await db.Set<Mail>().AnyAsync(m => m.Cause == $"{kind}:{about}");
        }

        /// <summary>Waits for the mail of this kind about this.</summary>
        public async Task<StoredMail> MailAboutAsync(string kind, object about)
        {
            var row = await Eventually.GetAsync(async () =>
            {
                await using var db = app.OpenDb();
                return await db.Set<Mail>().AsNoTracking().SingleOrDefaultAsync(m => m.Cause == $"{kind}:{about}");
            }, mail => mail?.State == MailState.Sent, TimeSpan.FromSeconds(40));
            return Assert.Single(await app.SentAsync(), m => m.Id.EndsWith(row!.Id.Value.ToString("N"), StringComparison.Ordinal));
        }

        /// <summary>Waits for a text to this phone.</summary>
        public Task<StoredMail> TextToAsync(string number, string words) => Eventually.GetAsync(
            async () => (await app.SentAsync()).FirstOrDefault(m => m.To == number && m.Text.Contains(words, StringComparison.Ordinal))!, text => text is not null, TimeSpan.FromSeconds(40));

        private Task<IReadOnlyList<StoredMail>> SentAsync() => app.Services.GetRequiredService<MailFolder>().ListAsync(CancellationToken.None);

        /// <summary>The identity server's view, which the host then reads as if that server were beside it.</summary>
        public async Task OpenDirectoryAsync()
        {
            await using var db = app.OpenDb();
            await db.Database.ExecuteAsync(
                """
                create schema if not exists identity;
                create table if not exists identity.user_directory (id uuid primary key, email text, full_name text, phone text, roles text[] not null default array['customer'],
                    created_at timestamptz not null default now(), locked_until timestamptz, last_sign_in_at timestamptz)
                """);
        }

        public async Task<UserId> KnowAsync(string? email, string? phone = null, params string[] roles)
        {
            var user = UserId.New();
            await using var db = app.OpenDb();
            await db.Database.ExecuteSqlAsync($"insert into identity.user_directory (id, email, full_name, phone, roles) values ({user.Value}, {email}, 'Somebody', {phone}, {roles})");
            return user;
        }
    }
}
