using System.IO.Compression;
using System.Text;
using Marketplace.Application.Identity;
using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Marketplace.Infrastructure.Identity;

internal sealed class PersonalData(MarketplaceDbContext db, IUserDirectory directory) : IPersonalData
{
    private const string ReadMe =
        """
        This is all that the marketplace stores about you: one file for each table of its database that has something of you. Passwords,
        keys and the hashes of keys are left out. Times are in UTC.
        """;

    public async Task<IReadOnlyList<string>> HindrancesAsync(UserId user, CancellationToken ct)
    {
        await using var command = await CommandAsync(
            """
            select format('Order %s is not finished yet.', o.number) from orders.orders o
            where o.customer_id = @user and exists (select 1 from orders.vendor_orders v where v.order_id = o.id and v.state in ('Pending', 'Confirmed', 'Preparing', 'Ready', 'OutForDelivery'))
            union all
            select format('%s is open, and has no other owner.', v.name) from vendors.vendors v join vendors.members m on m.vendor_id = v.id
            where m.user_id = @user and m.role = 'Owner' and v.state = 'Approved'
                and not exists (select 1 from vendors.members o where o.vendor_id = v.id and o.user_id <> @user and o.role = 'Owner')
            union all
            select format('Delivery %s is still in hand.', d.number) from deliveries.deliveries d
            where d.rider_user_id = @user and d.state in ('Assigned', 'PickedUp', 'InTransit', 'Failed', 'Returning')
            order by 1
            """, ct, ("user", user.Value));
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<string> found = [];
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetString(0));
        }

        if ((await directory.RolesOfAsync(user, ct) ?? []).Contains(AdminRole.Super.ToRoleName()) && (await directory.WithRightAsync(AdminRight.ManageRoles, ct)).All(p => p.Id == user))
        {
            found.Add("There is no other super administrator.");
        }

        return found;
    }

    public async Task<byte[]> ExportAsync(UserId user, CancellationToken ct) => await PackAsync(await WhoAsync(user, ct), _ => true, ct);

    public async Task EraseAsync(UserId user, CancellationToken ct) => await ScrubAsync(await WhoAsync(user, ct), _ => true, ct);

    public async Task<IReadOnlyList<string>> GuestHindrancesAsync(string email, CancellationToken ct)
    {
        await using var command = await CommandAsync(
            """
            select format('Order %s is not finished yet.', o.number) from orders.orders o
            where o.id = any(@orders) and exists (select 1 from orders.vendor_orders v where v.order_id = o.id and v.state in ('Pending', 'Confirmed', 'Preparing', 'Ready', 'OutForDelivery'))
            order by 1
            """, ct, await GuestAsync(email, ct));
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<string> found = [];
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    public async Task<bool> IsGuestAsync(string email, CancellationToken ct) => await GuestAsync(email, ct) is [("orders", Guid[] { Length: > 0 }), ..];

    public async Task<byte[]> ExportGuestAsync(string email, CancellationToken ct) => await PackAsync(await GuestAsync(email, ct), t => t.IsOfGuests, ct);

    public async Task EraseGuestAsync(string email, CancellationToken ct) => await ScrubAsync(await GuestAsync(email, ct), t => t.IsOfGuests, ct);

    private async Task<byte[]> PackAsync((string Name, object Value)[] who, Func<InventoriedTable, bool> which, CancellationToken ct)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await WriteAsync(zip, "README.txt", ReadMe, ct);
            foreach (var table in (await PresentAsync(ct)).Where(which))
            {
                string[] secrets = [.. table.Columns.Where(c => c.Class == DataClass.Secret).Select(c => c.Name)];
                await using var command = await CommandAsync(
                    $"select jsonb_pretty(jsonb_agg(to_jsonb(t) - @secrets)) from {table.Name} t where {table.Whose}", ct, [.. who, ("secrets", secrets)]);
                if (await command.ExecuteScalarAsync(ct) is string rows)
                {
                    await WriteAsync(zip, table.Name + ".json", rows, ct);
                }
            }
        }

        return file.ToArray();
    }

    private async Task ScrubAsync((string Name, object Value)[] who, Func<InventoriedTable, bool> which, CancellationToken ct)
    {
        foreach (var table in (await PresentAsync(ct)).Where(which))
        {
            var changes = table.Columns.Where(c => c.Becomes is not null).Select(c => $"{c.Name} = {c.Becomes}").ToList();
            if (!table.IsDeleted && changes.Count == 0)
            {
                continue;
            }

            await using var command = await CommandAsync(
                table.IsDeleted ? $"delete from {table.Name} t where {table.Whose}" : $"update {table.Name} t set {string.Join(", ", changes)} where {table.Whose}", ct, who);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    public async Task<UserId?> TakeDueAsync(DateTimeOffset now, IReadOnlyCollection<UserId> except, CancellationToken ct)
    {
        await using var command = await CommandAsync(
            "select user_id from people.deletions where state = 'Asked' and due_at <= @now and user_id <> all(@except) order by due_at limit 1 for update skip locked",
            ct, ("now", now), ("except", except.Select(u => u.Value).ToArray()));
        return await command.ExecuteScalarAsync(ct) is Guid user ? new UserId(user) : null;
    }

    public async Task ForgetCopiesAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var command = await CommandAsync("delete from people.data_copies where expires_at <= @now", ct, ("now", now));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The person, as the statements of the inventory name them.</summary>
    private async Task<(string Name, object Value)[]> WhoAsync(UserId user, CancellationToken ct)
    {
        var known = await directory.FindAsync([user], ct) is [var person] ? person : null;
        var (orders, names) = await BoughtAsync("customer_id = @user", ct, ("user", user.Value));
        return
        [
            ("orders", orders), ("names", (string[])[.. names, .. known is null ? [] : new[] { known.Name }]),
            ("user", user.Value), ("name", known?.Name ?? ""), ("email", known?.Email ?? ""), ("caller", $"user:{user.Value:N}"),
            ("admin", AdminRoles.RightsOf(await directory.RolesOfAsync(user, ct) ?? []).Count > 0),
        ];
    }

    /// <summary>Who bought without an account, under this address. What an account with the same address bought is the account's.</summary>
    private async Task<(string Name, object Value)[]> GuestAsync(string email, CancellationToken ct)
    {
        var (orders, names) = await BoughtAsync("customer_id is null and lower(contact_email) = lower(@email)", ct, ("email", email));
        return [("orders", orders), ("names", names), ("user", Guid.Empty), ("name", ""), ("email", email), ("caller", ""), ("admin", false)];
    }

    /// <summary>What somebody bought, and the names that stand on it: looked up before anything is taken out, because then they are gone.</summary>
    private async Task<(Guid[] Orders, string[] Names)> BoughtAsync(string which, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = await CommandAsync(
            $"select coalesce(array_agg(id), '{{}}'), coalesce(array_agg(distinct contact_name) filter (where contact_name <> ''), '{{}}') from orders.orders where {which}", ct, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetFieldValue<Guid[]>(0), reader.GetFieldValue<string[]>(1));
    }

    /// <summary>The tables of the inventory that have something of people and are in this database; the identity server may have one of its own.</summary>
    private async Task<List<InventoriedTable>> PresentAsync(CancellationToken ct)
    {
        var ours = PersonalDataInventory.Tables.Where(t => t.Whose is not null).ToList();
        await using var command = await CommandAsync("select name from unnest(@names) name where to_regclass(name) is not null", ct, ("names", ours.Select(t => t.Name).ToArray()));
        await using var reader = await command.ExecuteReaderAsync(ct);
        HashSet<string> present = [];
        while (await reader.ReadAsync(ct))
        {
            present.Add(reader.GetString(0));
        }

        return [.. ours.Where(t => present.Contains(t.Name))];
    }

    /// <summary>In the transaction of the unit of work, if there is one.</summary>
    private async Task<NpgsqlCommand> CommandAsync(string sql, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await db.Database.OpenConnectionAsync(ct);
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static async Task WriteAsync(ZipArchive zip, string name, string text, CancellationToken ct)
    {
        await using var stream = await zip.CreateEntry(name).OpenAsync(ct);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
    }
}
