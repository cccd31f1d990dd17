using System.Text;

namespace Marketplace.Application.Catalog.Imports;

/// <summary>
/// Comma-separated values as RFC 4180 has them, with spaces allowed around quotation marks. Reads ahead no more than one record,
/// and knows the line on which each begins.
/// </summary>
internal sealed class CsvReader(TextReader text)
{
    private const int MaxField = 64 * 1024;
    private const int MaxFields = 200;

    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];
    private int _line = 1;

    /// <summary>Where the last record began; the first line is 1.</summary>
    public int Line { get; private set; }

    /// <summary>Something stood behind a closing quotation mark, or the file ended before one.</summary>
    public bool IsMalformed { get; private set; }

    /// <returns>Null at the end. Blank lines are passed over.</returns>
    public string[]? Read()
    {
        while (text.Peek() is '\r' or '\n')
        {
            TakeLineEnd(text.Read());
        }

        if (text.Peek() < 0)
        {
            return null;
        }

        (Line, IsMalformed) = (_line, false);
        _fields.Clear();
        while (ReadField())
        {
            if (_fields.Count >= MaxFields)
            {
                throw new UnreadableFileException(Line, "The row has too many columns.");
            }
        }

        return [.. _fields];
    }

    /// <returns>Whether another field follows in this record.</returns>
    private bool ReadField()
    {
        _field.Clear();
        var wasQuoted = false;
        while (true)
        {
            var c = text.Read();
            switch (c)
            {
                case < 0 or ',' or '\r' or '\n':
                    _fields.Add(_field.ToString());
                    if (c is '\r' or '\n')
                    {
                        TakeLineEnd(c);
                    }

                    return c == ',';
                case '"' when !wasQuoted && IsBlank():
                    _field.Clear();
                    ReadQuoted();
                    wasQuoted = true;
                    break;
                case ' ' or '\t' when wasQuoted:
                    break;
                default:
                    IsMalformed |= wasQuoted;
                    Append((char)c);
                    break;
            }
        }
    }

    private void ReadQuoted()
    {
        while (true)
        {
            var c = text.Read();
            if (c < 0)
            {
                IsMalformed = true;
                return;
            }

            if (c == '"')
            {
                if (text.Peek() != '"')
                {
                    return;
                }

                text.Read();
            }
            else if (c == '\n' || (c == '\r' && text.Peek() != '\n'))
            {
                _line++;
            }

            Append((char)c);
        }
    }

    private void Append(char c)
    {
        if (_field.Length >= MaxField)
        {
            throw new UnreadableFileException(Line, "A cell is too long. Perhaps a quotation mark is missing.");
        }

        _field.Append(c);
    }

    private bool IsBlank()
    {
        for (var i = 0; i < _field.Length; i++)
        {
            if (!char.IsWhiteSpace(_field[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void TakeLineEnd(int c)
    {
        if (c == '\r' && text.Peek() == '\n')
        {
            text.Read();
        }

        _line++;
    }
}
