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
                terminal.Say($"Sign in as {login.Role}: {login.Email} / {login.Password}");
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
            var logins = new Table().RoundedBorder().AddColumns("Sign in as", "E-mail", "Password");
            foreach (var login in Logins)
            {
                logins.AddRow(Markup.Escape(login.Role), Markup.Escape(login.Email), Markup.Escape(login.Password));
            }

            terminal.Show(logins);
        }

        terminal.Say("Ready. Ctrl+C ends everything.");
    }
}

/// <summary>One way into the demo.</summary>
internal sealed record DemoLogin([property: JsonPropertyName("demo")] string Role, string Email, string Password)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The first account of each kind, in the order of the accounts file.</summary>
    public static IReadOnlyList<DemoLogin> ReadFrom(string file)
    {
        using var stream = File.OpenRead(file);
        var accounts = JsonSerializer.Deserialize<List<DemoLogin>>(stream, Web) ?? [];
        return [.. accounts.DistinctBy(account => account.Role)];
    }
}
