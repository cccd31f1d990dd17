using Marketplace.Application.Notifications;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Notifications;

namespace Marketplace.WebApi.Tests.Notifications;

public sealed class MailTemplateTests
{
    private const string Evil = "<script>alert(1)</script>\r\nBcc: all@example.org";

    [Fact]
    public void Encodes_every_value_in_html_and_none_in_text()
    {
        var (subject, text, html) = MailTemplates.Render("low-stock", Values());

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", text, StringComparison.Ordinal);
        Assert.Equal("Running low: <script>alert(1)</script> Bcc: all@example.org", subject);
    }

    [Fact]
    public void Does_not_take_a_value_for_a_template()
    {
        var values = Values();
        values["item"] = "{{sku}} {{#x}}";

        Assert.Contains("{{sku}} {{#x}}", MailTemplates.Render("low-stock", values).Text, StringComparison.Ordinal);
    }

    public static TheoryData<string> Templates =>
        [.. typeof(MailTemplates).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".mail", StringComparison.Ordinal) && !n.EndsWith(".layout.mail", StringComparison.Ordinal)).Select(n => n.Split('.')[^2])];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Every_value_of_every_mail_stays_a_text(string name)
    {
        const string Worst = "<script>window.__xss=1</script>\"'{{total}} {{#parts}} {{/parts}} [[content]]\r\nBcc: all@example.org";
        var (subject, text, html) = MailTemplates.Render(name, new Anything(Worst, SectionsOf(name)));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"'", html, StringComparison.Ordinal); // out of an attribute
        Assert.Contains("&lt;script&gt;window.__xss=1&lt;/script&gt;&quot;&#39;{{total}} {{#parts}} {{/parts}} [[content]]", html, StringComparison.Ordinal);
        Assert.Contains("{{total}} {{#parts}} {{/parts}} [[content]]", text, StringComparison.Ordinal);
        Assert.DoesNotContain(subject, char.IsControl);
    }

    private static HashSet<string> SectionsOf(string name)
    {
        using var template = new StreamReader(typeof(MailTemplates).Assembly.GetManifestResourceStream($"{typeof(MailTemplates).Namespace}.Mails.{name}.mail")!);
        return [.. System.Text.RegularExpressions.Regex.Matches(template.ReadToEnd(), "\\{\\{#(\\w+)").Select(m => m.Groups[1].Value)];
    }

    /// <summary>Has a value for every name, and for every section one row that has so too.</summary>
    private sealed class Anything(string value, HashSet<string> sections) : IReadOnlyDictionary<string, object>
    {
        public object this[string key] => sections.Contains(key) ? new IReadOnlyDictionary<string, object>[] { this } : value;

        public IEnumerable<string> Keys => sections;
        public IEnumerable<object> Values => sections.Select(s => this[s]);
        public int Count => sections.Count;

        public bool ContainsKey(string key) => true;

        public bool TryGetValue(string key, out object found)
        {
            found = this[key];
            return true;
        }

        public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => sections.Select(s => KeyValuePair.Create(s, this[s])).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public void Says_which_value_is_missing()
    {
        var values = Values();
        values.Remove("sku");

        Assert.Contains("sku", Assert.Throws<InvalidOperationException>(() => MailTemplates.Render("low-stock", values)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1250", "₹1,250")]
    [InlineData("124350.5", "₹1,24,350.50")]
    [InlineData("12345678.05", "₹1,23,45,678.05")]
    [InlineData("0", "₹0")]
    [InlineData("-99.9", "−₹99.90")]
    public void Writes_rupees_as_they_are_written_in_India(string amount, string expected) =>
        Assert.Equal(expected, Contracts.Shared.MoneyWords.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "INR"));

    [Fact]
    public void A_stored_mail_reads_back_as_it_was_written()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var mail = new OutgoingMail(MailId.New(), "meera@example.org", "Grüße – ₹5 <b>", "Text\nwith ünïcode", "<p>“HTML”</p>");

        var eml = EmlFile.Write(mail, "shop@example.org", "Läden & Co", at);
        var read = EmlFile.Read("x", eml)!;

        Assert.Equal((mail.Recipient, mail.Subject, mail.Text, mail.Html, at), (read.To, read.Subject, read.Text, read.Html, read.At));
        Assert.All(eml.Split("\r\n\r\n")[0], c => Assert.True(char.IsAscii(c)));
    }

    [Fact]
    public void Only_marketing_says_in_its_head_how_to_end_it()
    {
        var mail = new OutgoingMail(MailId.New(), "meera@example.org", "New", "Text", "<p>HTML</p>");

        var head = EmlFile.Write(mail with { UnsubscribeUrl = "https://api.example.org/stop?key=x" }, "shop@example.org", "Shop", DateTimeOffset.UnixEpoch).Split("\r\n\r\n")[0].Split("\r\n");

        Assert.Contains("List-Unsubscribe: <https://api.example.org/stop?key=x>", head);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", head);
        Assert.DoesNotContain("List-Unsubscribe", EmlFile.Write(mail, "shop@example.org", "Shop", DateTimeOffset.UnixEpoch), StringComparison.Ordinal);
    }

    private static Dictionary<string, object> Values() => new()
    {
        ["store"] = "Store & Co",
        ["storeUrl"] = "http://localhost",
        ["item"] = Evil,
        ["sku"] = "S1",
        ["shop"] = "Shop",
        ["available"] = "2",
        ["portalUrl"] = "http://localhost/vendor/products",
    };
}
