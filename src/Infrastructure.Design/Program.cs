Console.Error.WriteLine("This project only gives \"dotnet ef\" a place to start: see build/remake-initial-migration.");
return 1;
