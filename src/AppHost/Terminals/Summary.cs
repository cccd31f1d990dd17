using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.AppHost.Databases;
using Marketplace.AppHost.Hosts;
using Spectre.Console;

namespace Marketplace.AppHost.Terminals;

/// <summary>Where to go and as whom, once everything runs.</summary>
internal sealed record Summary(IReadOnlyList<(string Name, string Value)> Places, IReadOnlyList<DemoLogin> Logins)
{
    public static Summary Of(HostPlans plans, Database database, PrivateData data, IReadOnlyList<DemoLogin> logins) => new(
        [
            ("Storefront", plans.Store.Address.ToString()),
            ("Portal for vendors, riders and admins", plans.Portal.Address.ToString()),
            ("API reference", new Uri(plans.Api.Address, "docs").ToString()),
            ("Identity server", plans.Identity.Address.ToString()),
            ("Mail viewer", new Uri(plans.Api.Address, "mail").ToString()),
            ("Database", database.Description),
            ("Logs", data.Logs),
        ],
        logins);

    public void ShowOn(Terminal terminal)
    {
        if (!terminal.IsInteractive)
        {
            foreach (var (name, value) in Places)
            {
                terminal.Say($"{name}: {value}");
            }

            foreach (var login in Logins)
            {
                terminal.Say($"Sign in as {login.Demo}: {login.Email} / {login.Password}{(login.Note is null or "" ? "" : $" ({login.Note})")}");
            }

            terminal.Say("Ready. Ctrl+C ends everything.");
            return;
        }

        var places = new Table().RoundedBorder().HideHeaders().AddColumns("", "");
        foreach (var (name, value) in Places)
        {
            places.AddRow($"[bold]{Markup.Escape(name)}[/]", value.StartsWith("http", StringComparison.Ordinal) ? $"[link]{Markup.Escape(value)}[/]" : Markup.Escape(value));
        }

        terminal.Show(places);
        if (Logins.Count > 0)
        {
            var logins = new Table().RoundedBorder().AddColumns("Sign in as", "Email", "Password", "Who that is");
            foreach (var login in Logins)
            {
                logins.AddRow(Markup.Escape(login.Demo), Markup.Escape(login.Email), Markup.Escape(login.Password), Markup.Escape(login.Note ?? ""));
            }

            terminal.Show(logins);
        }

        terminal.Say("Ready. Ctrl+C ends everything.");
    }
}

/// <summary>One way into the demo.</summary>
/// <param name="Demo">As what: admin, vendor, rider or shopper.</param>
/// <param name="Note">Who that is in the town.</param>
internal sealed record DemoLogin(string Demo, string Email, string Password, string? Note)
{
    private const int PerRole = 2;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The first accounts of each kind, in the order of the accounts file.</summary>
    public static IReadOnlyList<DemoLogin> ReadFrom(string file)
    {
        using var stream = File.OpenRead(file);
        var accounts = JsonSerializer.Deserialize<List<DemoLogin>>(stream, Web) ?? [];
        return [.. accounts.Where(account => account.Demo is not null).GroupBy(account => account.Demo).SelectMany(role => role.Take(PerRole))];
    }
}
